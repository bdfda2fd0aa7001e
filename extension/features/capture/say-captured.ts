import type { Captured } from './capture-progress.ts';

/** What a notification tells of a capture; the log has the rest. */
export interface CaptureMessage {
  readonly severity: 'information' | 'warning';
  readonly text: string;
  /** Every part that could not be read, with its reason, a line each. */
  readonly details: readonly string[];
}

export function sayCaptured({ sections, notCaptured }: Captured, file: string, changed: boolean): CaptureMessage {
  const count = (name: string) => sections.find(({ section }) => section === name)?.entries ?? 0;
  const seen = `${plural(count('items'), 'protected item')} and ${plural(count('siteMachines'), 'machine')} of the site`;
  const news = changed ? `'${file}' shows what changed.` : `Nothing changed in '${file}' but the times.`;
  const details = notCaptured.map(({ what, reason }) => `Not captured: ${what}. ${reason.replaceAll('\n', ' ')}`);
  const [first, ...others] = notCaptured;
  if (first === undefined) return { severity: 'information', text: `Captured ${seen}. ${news}`, details };
  const reason = first.reason.split('\n')[0] ?? '';
  const more = others.length === 0 ? '' : ` And ${plural(others.length, 'part')} more.`;
  return {
    severity: 'warning',
    text: `Captured ${seen}, but not everything could be read, and its rules stay unknown. ${capital(first.what)}: ${reason}${more}`,
    details,
  };
}

/** Names of the servers that did not take the password which they were given. */
export function refusedPasswords({ notCaptured }: Captured): readonly string[] {
  return notCaptured.flatMap(({ reason }) => /^'([^']+)' \([^)]*\) does not take the account /.exec(reason)?.[1] ?? []);
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
