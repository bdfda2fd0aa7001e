import type { CapturedMasterTarget } from '../../inventory/inventory.ts';
import { days, hours, minutes, type Timestamp } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { bySaying } from '../decisions.ts';
import { durationText } from '../duration-text.ts';
import { eachMasterTarget } from '../judge.ts';
import { broken, holds, type Outcome } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../verdict.ts';

/** Servers of the classic architecture report every few minutes; one that is silent for longer is not connected. */
const SILENCE = minutes(15);

/** An agent that lapses within this time may do so while machines return. */
const SOON = days(14);

type Params =
  | { readonly kind: 'not-registered'; readonly target: string; readonly called: string }
  | { readonly kind: 'unhealthy'; readonly target: string; readonly troubles: readonly string[] };

interface Trouble {
  readonly grave: boolean;
  readonly says: string;
}

export const masterTargetUnhealthy = defineRule<Params>({
  code: 'FB070',
  title: 'Master target is not healthy',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'reprotect hands the disks to it and replication writes through it; what the service itself only warns of, and an update that is due, is a warning.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.fabricSwagger,
    says: 'the service reports for each master target its last heartbeat, health errors, validation errors, the status of its version and the expiry date of its agent',
    confidence: 'inferred',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server, and the master target in its list: status, last heartbeat and agent version.',
  mend: 'Follow the recommended action of each error; update the agent; see that the machine runs and reaches the configuration server (FB068). Then capture anew. Or say what you saw: `known { healthy: true }`',
  message: (params) =>
    params.kind === 'not-registered'
      ? `The vault has no master target called '${params.called}'. Nothing can be reprotected through '${params.target}'.`
      : `The master target '${params.target}' is not healthy: ${params.troubles.join('; ')}. It receives the data of every machine that comes home through it.`,
  check: (context) =>
    eachMasterTarget<Params>({ fact: 'health', declared: asSaid }, (captured, { name }) =>
      judged(captured, name, context),
    )(context),
});

function judged(captured: CapturedMasterTarget, target: string, { now }: RuleContext): Outcome<Params> {
  const troubles = troublesOf(captured, now);
  if (troubles.length === 0) return holds(captured);
  const severity = troubles.some(({ grave }) => grave) ? undefined : 'warning';
  return broken<Params>({ kind: 'unhealthy', target, troubles: troubles.map(({ says }) => says) }, [captured], {
    severity,
  });
}

function asSaid({ name, target, captured }: MasterTargetInPlay): Outcome<Params> | undefined {
  if ('reason' in captured && captured.found === 0)
    return broken<Params>({ kind: 'not-registered', target: name, called: target.targetName }, captured.looked);
  return bySaying(target.known, 'healthy', true, () => ({
    kind: 'unhealthy' as const,
    target: name,
    troubles: ['the runbook says so'],
  }));
}

function troublesOf(captured: CapturedMasterTarget, now: Date): readonly Trouble[] {
  const { healthErrors, validationErrors = [], lastHeartbeat, versionStatus, agentExpiry, seenAt } = captured;
  return [
    ...[...healthErrors, ...validationErrors].map(({ code, level, message }) => ({
      grave: level === undefined || !/^(?:warning|information)/i.test(level),
      says: `${code} ${message.replace(/\.$/, '')}`,
    })),
    ...ofHeartbeat(lastHeartbeat, seenAt),
    ...ofVersion(versionStatus),
    ...ofExpiry(agentExpiry, now),
  ];
}

function ofHeartbeat(heartbeat: Timestamp | undefined, seenAt: Timestamp): readonly Trouble[] {
  if (heartbeat === undefined) return [{ grave: true, says: 'no heartbeat was ever received' }];
  const silent = (Date.parse(seenAt) - Date.parse(heartbeat)) / 1000;
  return silent <= SILENCE ? [] : [{ grave: true, says: `it was silent for ${durationText(silent)}` }];
}

/** `NotSupported` was recorded on servers that worked all the same, so only the day of expiry is grave. */
function ofVersion(status: string | undefined): readonly Trouble[] {
  if (status === undefined || !/notsupported|required|deprecated/i.test(status)) return [];
  return [{ grave: false, says: `its version is '${status}'` }];
}

function ofExpiry(expiry: Timestamp | undefined, now: Date): readonly Trouble[] {
  if (expiry === undefined) return [];
  const left = (Date.parse(expiry) - now.getTime()) / 1000;
  if (left > SOON) return [];
  return left <= 0
    ? [{ grave: true, says: `its agent expired on ${expiry.slice(0, 10)}` }]
    : [{ grave: false, says: `its agent expires on ${expiry.slice(0, 10)}` }];
}
