import { connect } from 'node:net';
import type { ProbeOutcome, ProbeStep } from '../effects.ts';
import { probeByScript, type ScriptFolder } from './script.ts';

const TRY_MS = 10_000;
/** A script may have to sign in somewhere before it can say anything. */
const SCRIPT_MS = 120_000;

/** Asks once whether something answers, from this machine. */
export async function probeOnce(step: ProbeStep, scripts: ScriptFolder, signal: AbortSignal): Promise<ProbeOutcome> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]);
  switch (step.check.kind) {
    case 'tcp':
      return probeTcp(step.check.host, step.check.port, limit);
    case 'http':
      return probeHttp(step.check.url, step.check.status, limit);
    case 'script':
      return probeByScript(step, scripts, AbortSignal.any([signal, AbortSignal.timeout(SCRIPT_MS)]));
  }
}

/** A rehearsal asks nothing: the machine of the simulated estate has no network, and the real one is none of its business. */
export function rehearsedProbe(step: ProbeStep): ProbeOutcome {
  const { check } = step;
  switch (check.kind) {
    case 'tcp':
      return { ok: true, note: `Rehearsed: nothing was sent to ${check.host}:${check.port}` };
    case 'http':
      return { ok: true, note: `Rehearsed: nothing was sent to ${check.url}` };
    case 'script':
      return { ok: true, note: `Rehearsed: '${check.script}' was not run` };
  }
}

function probeTcp(host: string, port: number, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (ok: boolean, note: string) => {
      socket.destroy();
      resolve({ ok, note });
    };
    socket.once('connect', () => end(true, `${host}:${port} answers`));
    socket.once('error', (error) => end(false, `${host}:${port}: ${error.message}`));
    signal.addEventListener('abort', () => end(false, `${host}:${port} did not answer in time`), { once: true });
  });
}

async function probeHttp(url: string, status: number, signal: AbortSignal): Promise<ProbeOutcome> {
  try {
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
    return { ok: response.status === status, note: `${url} answers ${response.status}, wanted is ${status}` };
  } catch (error) {
    return { ok: false, note: `${url}: ${(error as Error).message}` };
  }
}
