import { FailbackError } from '../core/failback-error.ts';
import type { Seconds } from '../core/quantity.ts';
import { failureCodes, warningCodes } from './estate/job-failures.ts';

/**
 * Something that goes wrong, and where. Written `KIND@OPERATION/ITEM#ATTEMPT`, for example `429@reprotect/erp-db-01`,
 * `lost-answer@failover/erp-app-02`, `95226@reprotect/*#2`, `503@items#3`, `hang@replicate/erp-web-01`.
 */
export interface Fault {
  readonly text: string;
  readonly effect: FaultEffect;
  /** As `nameRequest` names requests, or `replicate` for what follows a reprotect; `*` for any. */
  readonly operation: string;
  /** Name of a machine, or `*`; undefined where the operation has none. */
  readonly item: string | undefined;
  readonly attempts: Attempts;
}

export type FaultEffect =
  /** An HTTP error; with `accepted`, one that hides that the request was carried out. */
  | {
      readonly kind: 'status';
      readonly status: FaultStatus;
      readonly retryAfter?: Seconds;
      /** `Retry-After` names a moment, which HTTP allows as well as seconds. */
      readonly asDate?: boolean;
      readonly accepted: boolean;
    }
  /** The connection breaks. */
  | { readonly kind: 'drop'; readonly accepted: boolean }
  /** The request is carried out, and the connection closes in the middle of its answer. */
  | { readonly kind: 'half' }
  /** No answer ever comes. */
  | { readonly kind: 'silence'; readonly accepted: boolean }
  | { readonly kind: 'job'; readonly outcome: 'hangs' | 'information' | 'partly' }
  | { readonly kind: 'job-failure'; readonly code: string }
  | { readonly kind: 'job-warning'; readonly code: string }
  | { readonly kind: 'replication'; readonly trouble: ReplicationTrouble };

export type FaultStatus = 401 | 403 | 404 | 409 | 429 | 500 | 503;

/** `stall`: never completes. `pause`: stands still for three hours. `531006`: no app-consistent points. `resync`: needs a resynchronization at the end. */
export type ReplicationTrouble = 'stall' | 'pause' | '531006' | 'resync';

/** `once`: the first time that it fits a machine. Attempts count requests of one operation for one machine, from 1. */
export type Attempts =
  | { readonly kind: 'once' }
  | { readonly kind: 'at'; readonly attempt: number }
  | { readonly kind: 'from'; readonly attempt: number; readonly to?: number };

/**
 * @throws FailbackError `fault-unreadable`
 */
export function parseFault(text: string): Fault {
  const read = /^([a-z0-9-]+(?::\d+)?)@([a-z-]+|\*)(?:\/([^#]+))?(?:#(\d+(?:\+|-\d+)?|\*))?$/.exec(text.trim());
  if (read === null) throw unreadable(text, "it is not written 'KIND@OPERATION/ITEM#ATTEMPT'");
  const [, kind = '', operation = '', item, attempts] = read;
  const effect = effectOf(kind, operation);
  if (effect === undefined) throw unreadable(text, `there is no fault '${kind}' for '${operation}'`);
  return { text: text.trim(), effect, operation, item, attempts: attemptsOf(attempts) };
}

function attemptsOf(text: string | undefined): Attempts {
  if (text === undefined) return { kind: 'once' };
  if (text === '*') return { kind: 'from', attempt: 1 };
  const attempt = Number.parseInt(text, 10);
  const [, to] = text.split('-');
  if (to !== undefined) return { kind: 'from', attempt, to: Number(to) };
  return text.endsWith('+') ? { kind: 'from', attempt } : { kind: 'at', attempt };
}

const jobOperations: ReadonlySet<string> = new Set(['reprotect', 'failover', 'commit', 'cancel', 'protect']);

function effectOf(kind: string, operation: string): FaultEffect | undefined {
  if (operation === 'replicate') return replicationEffect(kind);
  if (jobOperations.has(operation)) {
    if (kind === 'hang') return { kind: 'job', outcome: 'hangs' };
    if (kind === 'information') return { kind: 'job', outcome: 'information' };
    if (kind === 'partly') return { kind: 'job', outcome: 'partly' };
    if (failureCodes.includes(kind)) return { kind: 'job-failure', code: kind };
    if (warningCodes.includes(kind)) return { kind: 'job-warning', code: kind };
  }
  return requestEffect(kind);
}

function replicationEffect(kind: string): FaultEffect | undefined {
  if (kind === 'hang') return { kind: 'replication', trouble: 'stall' };
  return kind === '531006' || kind === 'resync' || kind === 'pause'
    ? { kind: 'replication', trouble: kind }
    : undefined;
}

function requestEffect(kind: string): FaultEffect | undefined {
  const [name = '', seconds] = kind.split(':');
  switch (name) {
    case '429':
      return { kind: 'status', status: 429, retryAfter: seconds === undefined ? 30 : Number(seconds), accepted: false };
    case '429-date':
      return { kind: 'status', status: 429, retryAfter: Number(seconds ?? 30), asDate: true, accepted: false };
    case '429-bare':
      return { kind: 'status', status: 429, accepted: false };
    case '401':
    case '403':
    case '404':
    case '409':
    case '500':
    case '503':
      return { kind: 'status', status: Number(name) as FaultStatus, accepted: false };
    case '500-accepted':
    case '503-accepted':
      return { kind: 'status', status: Number(name.slice(0, 3)) as FaultStatus, accepted: true };
    case 'drop':
      return { kind: 'drop', accepted: false };
    case 'half-answer':
      return { kind: 'half' };
    case 'lost-answer':
      return { kind: 'drop', accepted: true };
    case 'hang':
      return { kind: 'silence', accepted: false };
    case 'hang-accepted':
      return { kind: 'silence', accepted: true };
    default:
      return undefined;
  }
}

function unreadable(text: string, why: string): FailbackError {
  const kinds = [
    '429',
    '429:SECONDS',
    '429-date:SECONDS',
    '429-bare',
    '401',
    '403',
    '404',
    '409',
    '500',
    '503',
    '500-accepted',
  ];
  const more = ['503-accepted', 'drop', 'half-answer', 'lost-answer', 'hang', 'hang-accepted', 'information', 'partly'];
  return new FailbackError(
    'fault-unreadable',
    `The fault '${text}' cannot be read: ${why}.`,
    `Write it as 'KIND@OPERATION/ITEM', for example '429@reprotect/erp-db-01'. Kinds: ${[...kinds, ...more, ...failureCodes, ...warningCodes].join(', ')}; for 'replicate': hang, pause, 531006, resync.`,
  );
}
