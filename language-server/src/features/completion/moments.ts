import { ENUM_MEMBER, hole, type Offer } from './items.ts';

/** Days from which an acceptance is looked at again. */
const DAYS = [30, 90];
/** A night and a weekend. */
const WINDOWS = [
  { hours: 4, what: 'an evening' },
  { hours: 8, what: 'a night' },
];

/** Dates for `until:` and `freeze:`, and windows, counted from today. */
export function instantOffers(setting: string, now: Date): readonly Offer[] {
  if (setting !== 'WindowSetting')
    return DAYS.map((days) => ({ label: dayAfter(now, days), kind: ENUM_MEMBER, detail: `in ${days} days` }));
  const tomorrow = dayAfter(now, 1);
  return WINDOWS.map(({ hours, what }) => ({
    label: `${tomorrow}T20:00 for ${hours} h`,
    kind: ENUM_MEMBER,
    insert: `${hole(`1:${tomorrow}`)}T${hole('2:20:00')}${hole('3:Z')} for ${hole(`4:${hours} h`)}`,
    isSnippet: true,
    detail: `${what}, from tomorrow 20:00`,
  }));
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
