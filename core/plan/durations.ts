import { days, hours, minutes, type Seconds } from '../quantity.ts';
import type { Estimate } from './plan.ts';

/**
 * How long the steps take that nothing in the runbook or the inventory tells. Nothing here was measured on a customer's
 * vault; the intervals are wide on purpose, and each plan says that they are assumed.
 */
const assumed = (low: Seconds, likely: Seconds, high: Seconds, what: string): Estimate =>
  Object.freeze({ low, likely, high, source: `assumed: ${what}` });

export const facts = assumed(10, minutes(1), minutes(5), 'capturing the facts anew');
export const reprotectJob = assumed(
  minutes(5),
  minutes(15),
  minutes(40),
  'a reprotect job, agent registration included',
);
export const failoverJob = assumed(minutes(5), minutes(15), minutes(45), 'a failover job, last changes included');
export const commitJob = assumed(minutes(1), minutes(5), minutes(15), 'a commit job');
export const protectJob = assumed(minutes(5), minutes(10), minutes(30), 'a reprotect job to Azure');
export const backToProtected = assumed(minutes(30), hours(2), hours(24), 'the resynchronisation to Azure');
export const approval = assumed(minutes(1), hours(1), days(1), 'a person is asked');
export const manualWork = assumed(minutes(5), minutes(30), hours(4), 'a person does it and says so');
export const deletion = assumed(minutes(1), minutes(2), minutes(10), 'deleting a machine in vCenter');
export const serverCreation = assumed(minutes(3), minutes(8), minutes(30), 'making a machine from an image');
/** What the configuration server discovers takes a quarter of an hour until the vault shows it. */
export const registration = assumed(minutes(1), minutes(10), minutes(30), 'the vault shows a registered server');
export const serverRemoval = assumed(minutes(2), minutes(5), minutes(15), 'deleting a virtual machine');

export function cleanUp(calls: number): Estimate {
  return assumed(calls * 2, calls * 10, calls * 60, `${calls} deletions, one after the other`);
}

/** A hold lasts exactly as long as it is written. */
export function exactly(seconds: Seconds): Estimate {
  return { low: seconds, likely: seconds, high: seconds, source: 'as written' };
}

/** A probe or script that may take no longer than written. */
export function upTo(limit: Seconds, likely: Seconds): Estimate {
  return { low: 1, likely: Math.min(limit, likely), high: limit, source: 'at most as long as written' };
}

/** Clients follow once the name's time to live is over. */
export function trafficSwitch(ttl: Seconds | undefined): Estimate {
  const wait = ttl ?? minutes(5);
  const source = ttl === undefined ? 'assumed: a time to live of 5 min' : 'time to live of the profile';
  return { low: 5, likely: wait, high: 2 * wait, source };
}
