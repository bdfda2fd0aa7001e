import { z } from 'zod';
import type { DeedByHand } from '../../core/run/by-hand.ts';

const ANSWER_MS = 10_000;

const refusal = z.object({ error: z.object({ message: z.string() }) });

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
  try {
    return refusal.parse(JSON.parse(text)).error.message;
  } catch {
    return `The simulator answered ${status}.`;
  }
}
