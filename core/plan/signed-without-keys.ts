import type { Approve, Runbook } from '../runbook/runbook.ts';

/** Approvals that must be signed in a runbook that does not say with which keys, as sentences. */
export function signedWithoutKeys({ review, moments, waves }: Runbook): readonly string[] {
  if (review !== undefined) return [];
  const items = [...moments, ...waves.flatMap((wave) => wave.moments)].flatMap((moment) => moment.items);
  const signed = items.filter((item): item is Approve => item.kind === 'approve' && item.signed);
  return [...new Set(signed.map(({ title }) => title))].map(
    (title) =>
      `'${title}' takes signed answers only, and the runbook names no keys to verify them with. ` +
      'Write `review { by: …  signers: "allowed-signers" }` into its runbook block.',
  );
}
