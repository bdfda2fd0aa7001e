import { shortHash } from './hash-plan.ts';
import type { Plan } from './plan.ts';
import { counted, readableBytes, readableMoment } from './readable.ts';
import { closingSections } from './render/closing-sections.ts';
import { apart, wrapped } from './render/columns.ts';
import { legiblePlan } from './render/legible-plan.ts';
import { waveSections } from './render/wave-section.ts';

const parts: Record<Plan['part'], string> = {
  whole: 'the whole way',
  'until-replicated': 'the first half, until replicated',
  'from-cutover': 'the second half, from the cutover',
};

/**
 * The plan as people review it: at most a hundred columns, the same for the same plan. Machines that differ by name only
 * share a row, and of very many waves the later ones take a line each.
 */
export function renderPlan(planned: Plan): string {
  const plan = legiblePlan(planned);
  return [
    ...heading(plan),
    '',
    ...wrapped('', readiness(plan)),
    ...waveSections(plan),
    ...closingSections(plan),
    '',
  ].join('\n');
}

function heading(plan: Plan): string[] {
  const { runbook, vault, machines, waves } = plan;
  const title = `Failback ${runbook.name}${runbook.change === null ? '' : `, ${runbook.change}`}`;
  return [
    apart(title, `plan ${shortHash(plan.hash)}`),
    ...(runbook.documentation === null ? [] : wrapped('', runbook.documentation)),
    '',
    ...wrapped(
      '  scope    ',
      `${counted(machines.length, 'machine')} in ${counted(waves.length, 'wave')}, ${parts[plan.part]}, ${plan.architecture}`,
    ),
    ...wrapped(
      '  vault    ',
      `${vault.name}${[vault.resourceGroup, vault.region].flatMap((part) => (part === null ? [] : `, ${part}`)).join('')}`,
    ),
    ...wrapped('  data     ', data(plan)),
    ...(plan.costPerHour === null
      ? []
      : [
          `  cost     ${plan.costPerHour.currency} ${plan.costPerHour.amount.toFixed(2)} an hour in Azure until everything is committed`,
        ]),
    ...wrapped('  facts    ', facts(plan)),
    ...(plan.freeze === null ? [] : [`  freeze   no failover starts after ${readableMoment(plan.freeze)}`]),
  ];
}

function data({ bytes, part }: Plan): string {
  if (part === 'from-cutover') return 'moved by the first half';
  if (bytes.low === bytes.high) return `${readableBytes(bytes.high)} to move`;
  if (bytes.low === 0) return `up to ${readableBytes(bytes.high)} to move, for nobody knows how much changed`;
  return `${readableBytes(bytes.low)} to ${readableBytes(bytes.high)} to move, for nobody knows how much changed`;
}

function facts({ inventory }: Plan): string {
  if (inventory === null) return 'none: nobody captured the vault';
  return `${inventory.file}, captured ${readableMoment(inventory.capturedAt)}`;
}

function readiness({ blockedBy, accepted, withoutApproval }: Plan): string {
  const words = [
    blockedBy.length === 0
      ? 'READY: nothing stands in the way of a live run'
      : `BLOCKED: ${counted(blockedBy.length, 'thing stands', 'things stand')} in the way of a live run, told at the end`,
    ...(accepted.length === 0 ? [] : [counted(accepted.length, 'accepted risk')]),
    ...(withoutApproval.length === 0
      ? []
      : [`${counted(withoutApproval.length, 'point')} of no return without approval`]),
  ];
  return `${words.join('; ')}.`;
}
