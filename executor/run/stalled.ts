import type { PlanStep } from '../../core/plan/plan.ts';
import { readableBytes, readableDuration } from '../../core/plan/readable.ts';
import type { ItemDetail, ItemFacts } from '../../core/run/item-facts.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { stalledSince } from '../../core/run/pace.ts';
import type { RunContext } from './run-context.ts';

/** An agent that was not heard for longer is not well, whatever else is. */
const SILENT_AFTER_MS = 15 * 60_000;

/** Whether a copy neither stands still nor may have an alarm that is over: nothing is to be said or read of it. */
export function goesOnQuietly({ journal, board, now }: RunContext, step: PlanStep): boolean {
  const pace = board.pace(step.id);
  if (pace === undefined) return true;
  return journal.state.standing.size === 0 && stalledSince(pace, now().getTime()) === undefined;
}

/**
 * Tells, once, what stands still, since when and with which figure, and takes it back as soon as it moves again. The one
 * reading of the item that it costs is worth its request: it names the disk.
 */
export async function watchStandstill(context: RunContext, step: PlanStep, item: ItemFacts): Promise<void> {
  const { journal, board, now } = context;
  const pace = board.pace(step.id);
  if (pace === undefined) return;
  const prefix = `stalled/${step.id}/`;
  const since = stalledSince(pace, now().getTime());
  if (since === undefined) {
    const moved = pace.samples.length > 1 && pace.samples.at(-1)?.at === pace.movedAt;
    // The run forgot what it saw before a crash, so an alarm may stand of which this process has no pace.
    if (!moved || journal.state.standing.size === 0) return;
    const told = standingOf(journal.state, prefix);
    if (told !== undefined) await journal.record([{ kind: 'alarm-over', key: told }]);
    return;
  }
  if (standingOf(journal.state, prefix) !== undefined) return;
  const detail = await context.effects.item(item.id);
  const message = sentence(step, detail, new Date(since), now());
  const machine = step.machine === null ? {} : { machine: step.machine };
  await journal.record([{ kind: 'alarm', key: `${prefix}${new Date(since).toISOString()}`, message, ...machine }]);
}

function standingOf({ standing }: Pick<LedgerState, 'standing'>, prefix: string): string | undefined {
  for (const key of standing) if (key.startsWith(prefix)) return key;
  return undefined;
}

function sentence(step: PlanStep, item: ItemDetail, since: Date, now: Date): string {
  const silent = item.agentHeardAt === undefined || now.getTime() - Date.parse(item.agentHeardAt) > SILENT_AFTER_MS;
  return [
    `The replication of '${step.machine}' stands still: nothing was copied for ${readableDuration((now.getTime() - since.getTime()) / 1000)}, since ${said(since.toISOString())}${figure(item)}.`,
    ...disks(item),
    ...(item.healthCodes.length === 0 ? [] : [`The service reports ${item.healthCodes.join(', ')}.`]),
    silent
      ? `Its agent was last heard ${item.agentHeardAt === undefined ? 'at no known time' : said(item.agentHeardAt)}: see whether the machine in Azure runs, and its mobility service in it.`
      : `Its agent was heard ${said(item.agentHeardAt ?? '')}, so look further on: the appliance or process server (running, disk space, network), then the datastore (room, host connected).`,
    'The run goes on waiting, and says when it moves again.',
  ].join(' ');
}

function figure({ replicated, processedBytes }: ItemDetail): string {
  const parts = [
    ...(replicated === undefined ? [] : [`${replicated} %`]),
    ...(processedBytes === undefined ? [] : [readableBytes(processedBytes)]),
  ];
  return parts.length === 0 ? '' : `, at ${parts.join(', ')}`;
}

/** The disks that are not through, each with its last figure. */
function disks({ disks }: ItemDetail): readonly string[] {
  const open = disks.filter((disk) => disk.initialReplicationComplete !== true && disk.percent !== 100);
  if (open.length === 0) return [];
  const each = open.map(({ name, percent, processedBytes, progress, lastTransfer }) => {
    const facts = [
      ...(percent === undefined ? [] : [`${percent} %`]),
      ...(processedBytes === undefined ? [] : [readableBytes(processedBytes)]),
      ...(progress === undefined ? [] : [`'${progress}'`]),
      ...(lastTransfer === undefined ? [] : [`last data ${lastTransfer.slice(0, 17)}`]),
    ];
    return facts.length === 0 ? `'${name}'` : `'${name}' (${facts.join(', ')})`;
  });
  return [`Not complete: ${each.join(', ')}.`];
}

function said(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`;
}
