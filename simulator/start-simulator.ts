import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Inventory } from '../core/inventory/inventory.ts';
import { makeArmServer } from './arm/arm-server.ts';
import { type ArmService, makeService } from './arm/service.ts';
import { controlPlane, recordPlane } from './control-plane.ts';
import { doByHand } from './estate/by-hand.ts';
import { Estate } from './estate/estate.ts';
import { resumeReplications } from './estate/replicate.ts';
import type { Exchange } from './exchange.ts';
import type { Fault } from './faults.ts';
import { refuseUnfitting } from './fitting-faults.ts';
import { type Knobs, withKnobs } from './knobs.ts';
import { makeRecordingProxy, type Witness } from './recording-proxy.ts';
import type { RequestCounts } from './request-counts.ts';
import { beganAt, openStateFile } from './state-file.ts';
import { makeVimEndpoint } from './vim25/vim-endpoint.ts';
import { type Speed, startClock } from './virtual-clock.ts';

export interface SimulatorOptions {
  readonly inventory: Inventory;
  readonly seed?: number;
  /** Simulated seconds in a real one, or `advance`: time moves only when the control plane is told. Default 1. */
  readonly speed?: Speed;
  /** Port of the recording proxy, which is the one that clients use; the system chooses by default. */
  readonly port?: number;
  readonly knobs?: Partial<Knobs>;
  readonly faults?: readonly Fault[];
  /** Where to keep what happened, so that a killed simulator goes on where it was. */
  readonly stateFile?: string;
  /** Simulated time at the start; by default the moment of the inventory's capture. */
  readonly startAt?: Date;
  /** Bytes of exchanges to keep for `exchanges()`; 0 records none. Default 32 MiB. */
  readonly recordBytes?: number;
  /** Stands at the recording proxy, and may hold requests and answers. */
  readonly witness?: Witness;
}

/** A running estate on loopback. */
export interface Simulator {
  /** The simulator itself. */
  readonly url: string;
  /** The recording proxy in front of it; clients use this one. */
  readonly proxyUrl: string;
  now(): Date;
  advance(seconds: number): void;
  requests(): RequestCounts;
  exchanges(): readonly Exchange[];
  close(): Promise<void>;
}

/** Builds the estate that an inventory describes and serves it on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { inventory, stateFile } = options;
  refuseUnfitting(options.faults ?? [], inventory);
  const began = stateFile === undefined ? undefined : beganAt(stateFile);
  const startAt = began ?? (options.startAt ?? new Date(inventory.capturedAt)).getTime();
  const clock = startClock(startAt, options.speed ?? 1);
  const estate = new Estate(inventory, withKnobs(options.knobs), options.seed ?? 1, clock, options.faults ?? []);
  resumeReplications(estate, startAt);
  const service = makeService(estate);
  const state = stateFile === undefined ? undefined : openStateFile(stateFile, estate, service);

  const advance = (seconds: number): void => {
    clock.advance(seconds);
    const at = estate.settle();
    state?.clock(at);
  };
  const control = controlPlane({
    clock,
    computerAheadSeconds: estate.knobs.computerAheadSeconds,
    advance,
    addFaults: (faults) => {
      refuseUnfitting(faults, inventory);
      estate.faults.add(faults);
      state?.faults(
        faults.map(({ text }) => text),
        clock.now(),
      );
    },
    byHand: (what, name) => {
      const at = estate.settle();
      const done = doByHand(estate, what, name, at);
      if (typeof done !== 'string') state?.byHand(what, name, at);
      return done;
    },
    shutDown: () => void close(),
  });
  const remembering: ArmService = (request) => {
    const outcome = service(request);
    if (request.method === 'GET') state?.clock(outcome.at);
    else state?.request(request, outcome);
    return outcome;
  };
  const arm = makeArmServer(remembering, makeVimEndpoint(estate), control, inventory.vault?.location ?? 'global');
  const armPort = await listen(arm, 0);
  const recording = makeRecordingProxy(
    armPort,
    ({ counter, log }) => recordPlane(() => counter.counts, log),
    (subject) => estate.spokenName(subject) ?? subject,
    options.recordBytes ?? 32 * 2 ** 20,
    options.witness,
  );
  const proxyPort = await listen(recording.server, options.port ?? 0).catch(async (error: unknown) => {
    // Or it would keep the process alive that nobody can speak to.
    await stop(arm);
    throw error;
  });

  const close = async (): Promise<void> => {
    await Promise.all([stop(recording.server), stop(arm)]);
  };
  return {
    url: `http://127.0.0.1:${armPort}`,
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    now: () => new Date(clock.now()),
    advance,
    requests: () => recording.counter.counts,
    exchanges: () => recording.log.exchanges,
    close,
  };
}

/** Idle connections are kept: one that is closed while its client sends would look like a fault that nobody asked for. */
function listen(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Requests that a fault keeps waiting for ever must not keep the server alive. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
