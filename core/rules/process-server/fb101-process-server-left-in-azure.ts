import { emptyAfter } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

export const processServerLeftInAzure = defineRule<{ server: string }>({
  code: 'FB101',
  title: 'Process server in Azure stays after failback',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'nothing fails; but the machine costs money every hour, and nothing needs it once all are home.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.processServerInAzure,
    says: 'the process server in Azure is kept running until failback is complete, and can be deleted then, to save its cost',
    confidence: 'documented',
  },
  byHand: 'Read the `remove:` of the process server.',
  mend: 'Write `remove: after-failback`: the plan then removes the machine with its interface, disk and address, once every machine that uses it is home, and not before.',
  message: ({ server }) =>
    `The process server '${server}' stays in Azure after everything is home, and is paid for by the hour.`,
  reads: [],
  *check(context) {
    const { processServers, howToCapture: how } = situationOf(context);
    for (const { name, at, server } of processServers) {
      if (server.where.value !== 'azure' || server.remove?.value === 'after-failback') continue;
      const question = { subject: name, at, fact: 'removal of the process server', how };
      yield verdictOn(question, broken({ server: name }, [], { at: server.remove?.at }));
    }
  },
  fix({ server: name }, _at, { runbook }) {
    const title = 'Remove it after the failback';
    const server = runbook.processServers.find((each) => each.name === name);
    if (server?.remove !== undefined) return { title, edits: [{ range: server.remove.at, newText: 'after-failback' }] };
    const before = server?.existing ?? server?.network ?? server?.subnet ?? server?.resourceGroup;
    if (before === undefined) return undefined;
    const range = emptyAfter(before.at);
    return { title, edits: [{ range, newText: '  remove: after-failback' }] };
  },
});
