import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { type Plan, planSchema } from '../../core/plan/plan.ts';
import { sha256 } from './evidence/sha256.ts';
import { readPlainText } from './read-plain.ts';
import { replaceFile } from './replace-file.ts';
import { filesFile, inventoryFile, planFile, proposalFile, type RunHandle } from './run-directory.ts';

const proposalSchema = z.object({
  schema: z.literal('failback/proposal'),
  version: z.literal(1),
  plan: planSchema,
  files: z.record(z.string(), z.string()),
  inventoryText: z.string(),
});

/** A plan that a run could go on by, with the texts and the facts it was made from. */
export interface Proposal {
  readonly plan: Plan;
  readonly files: Readonly<Record<string, string>>;
  readonly inventoryText: string;
}

/** Lays a plan into the folder of a run, for a command to name by its hash. */
export async function propose(run: RunHandle, proposal: Proposal): Promise<void> {
  const path = proposalFile(run, proposal.plan.hash);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, JSON.stringify({ schema: 'failback/proposal', version: 1, ...proposal }), { sync: true });
}

/** Undefined where there is none of that hash, or where what lies there has other decisions. */
export async function proposed(run: RunHandle, planHash: string): Promise<Proposal | undefined> {
  const text = await readPlainText(proposalFile(run, planHash)).catch(() => undefined);
  if (text === undefined) return undefined;
  const read = proposalSchema.safeParse(jsonOf(text));
  return read.success && hashPlan(read.data.plan) === planHash && read.data.plan.hash === planHash
    ? read.data
    : undefined;
}

/** Gives a proposal its number among the plans of the run; answers with the hashes of its files. */
export async function layDownPlan(run: RunHandle, number: number, proposal: Proposal): Promise<Record<string, string>> {
  const texts = [
    [planFile, JSON.stringify(proposal.plan)],
    [filesFile, JSON.stringify(proposal.files)],
    [inventoryFile, proposal.inventoryText],
  ] as const;
  const hashes: Record<string, string> = {};
  for (const [fileOf, text] of texts) {
    const path = fileOf(run, number);
    await replaceFile(path, text, { sync: true });
    hashes[path.slice(run.directory.length + 1)] = sha256(text);
  }
  return hashes;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
