import type { DeedByHand } from '../../core/run/by-hand.ts';

const ANSWER_MS = 10_000;

/** Does in a simulated estate what a person does by hand on a real site. @returns why it came to nothing, or undefined. */
export async function rehearseDeed(simulator: string, { kind, name }: DeedByHand): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL(`/_simulator/${kind}`, simulator), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await answer.text();
    return answer.ok ? undefined : reasonIn(text, answer.status);
  } catch (error) {
    return `The simulator did not answer: ${(error as Error).message}.`;
  }
}

function reasonIn(text: string, status: number): string {
  const unexplained = `The simulator answered ${status}.`;
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly message?: unknown } };
    return typeof error?.message === 'string' ? error.message : unexplained;
  } catch {
    return unexplained;
  }
}
