import type { CapturedProcessServer } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import { heartbeat } from './heartbeat.ts';

/** When a process server was last heard: one that runs in Azure falls silent with its machine. */
export function processServerBeat(estate: Estate, server: CapturedProcessServer, at: Instant): string | null {
  const silentSince = estate.azure.silentSince(server.azureVmId);
  const captured = Date.parse(server.lastHeartbeat ?? '');
  if (silentSince === undefined || Number.isNaN(captured)) return heartbeat(estate.inventory, server.lastHeartbeat, at);
  return ticks(Math.max(captured, Math.min(at, silentSince)));
}

const DAY_MS = 86_400_000;

/** A certificate's last day, and how many days are left of it: counted from the capture on. */
export function certificate(estate: Estate, daysLeft: number | undefined, at: Instant) {
  if (daysLeft === undefined) return { sslCertExpiryDate: null, sslCertExpiryRemainingDays: null };
  const expires = Date.parse(estate.inventory.capturedAt) + daysLeft * DAY_MS;
  return { sslCertExpiryDate: wholeSecond(expires), sslCertExpiryRemainingDays: Math.floor((expires - at) / DAY_MS) };
}

/** A moment as these servers write it: whole seconds. Recorded. */
export function wholeSecond(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The same of a text that may be absent. */
export function shortened(text: string | null): string | null {
  return text === null ? null : wholeSecond(Date.parse(text));
}
