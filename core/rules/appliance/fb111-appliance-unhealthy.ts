import type { CapturedAppliance } from '../../inventory/inventory.ts';
import { hours, minutes } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { durationText } from '../duration-text.ts';
import { eachAppliance } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { ApplianceInPlay } from '../site-in-play.ts';

/** Components report every few minutes; the articles call one unhealthy that is silent for longer than this. */
const SILENCE = minutes(15);

export const applianceUnhealthy = defineRule<{ appliance: string; troubles: readonly string[] }>({
  code: 'FB111',
  title: 'Appliance is not healthy',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'an unhealthy component fails reprotect, or stalls the replication for which everybody waits; where the service itself only warns, so does this rule.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedTutorial,
    says: 'before reprotect and before the planned failover, the appliance and all its components must be healthy and connected',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, ASR replication appliances, the appliance: every component must be healthy, with a recent heartbeat.',
  mend: 'Open the appliance in the vault, follow the recommended action of each error, and capture anew. Another healthy appliance of the vault can take the machines, too. Or say what you saw: `known { healthy: true }`',
  message: ({ appliance, troubles }) =>
    `The appliance '${appliance}' is not healthy: ${troubles.join('; ')}. It can neither take orders to reprotect nor receive data reliably.`,
  reads: [],
  check: eachAppliance({ fact: 'health of the components', declared: asSaid }, (captured, { name }) => {
    if (captured.components.length === 0) return unknown(`the capture did not tell the components of '${name}'`);
    const troubles = troublesOf(captured);
    if (troubles.length === 0) return holds(captured);
    const severity = troubles.some(({ grave }) => grave) ? undefined : 'warning';
    return broken({ appliance: name, troubles: troubles.map(({ says }) => says) }, [captured], { severity });
  }),
});

function troublesOf({ components, seenAt }: CapturedAppliance) {
  return components.flatMap(({ kind, health, healthErrors, lastHeartbeat }) => {
    const told = healthErrors.map(({ code, message }) => `${code} ${message.replace(/\.$/, '')}`).join(', ');
    if (!/^(?:normal|healthy)$/i.test(health))
      return [{ grave: !/^warning$/i.test(health), says: `${kind} is ${health}${told === '' ? '' : ` (${told})`}` }];
    if (lastHeartbeat === undefined) return [];
    const silent = (Date.parse(seenAt) - Date.parse(lastHeartbeat)) / 1000;
    return silent <= SILENCE ? [] : [{ grave: true, says: `${kind} was silent for ${durationText(silent)}` }];
  });
}

function asSaid({ name, appliance }: ApplianceInPlay) {
  return bySaying(appliance.known, 'healthy', true, () => ({ appliance: name, troubles: ['the runbook says so'] }));
}
