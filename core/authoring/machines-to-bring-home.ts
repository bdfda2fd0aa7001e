import type { CapturedItem, Inventory } from '../inventory/inventory.ts';
import { stageOf } from '../rules/item-stage.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { inNaturalOrder } from './words-in-text.ts';

/** Which of the captured machines the first runbook is for, and which it leaves out. */
export interface MachinesFound {
  readonly architecture: Architecture;
  readonly items: readonly CapturedItem[];
  /** Sentences on what is left out, for the top of the runbook. */
  readonly leftOut: readonly string[];
}

const CLASSIC: ReadonlySet<string> = new Set(['InMageAzureV2', 'InMage']);
const MODERNIZED: ReadonlySet<string> = new Set(['InMageRcm', 'InMageRcmFailback']);

/**
 * Machines that run in Azure, of one architecture: a runbook has only one. Where a vault has both, the one with more of
 * them; where none runs in Azure, the one of its fabrics.
 */
export function machinesToBringHome({ items = [], fabrics = [] }: Inventory, wanted?: Architecture): MachinesFound {
  const known = items.flatMap((item) => {
    const architecture = architectureOf(item);
    return architecture === undefined ? [] : [{ item, architecture }];
  });
  const away = known.filter(({ item }) => comesHome(item));
  const count = (one: Architecture) => away.filter(({ architecture }) => architecture === one).length;
  const byFabric = fabrics.some(({ instanceType }) => instanceType === 'VMware') ? 'classic' : 'modernized';
  const usual = away.length === 0 ? byFabric : count('classic') > count('modernized') ? 'classic' : 'modernized';
  const architecture = wanted ?? usual;
  const chosen = away.filter((each) => each.architecture === architecture).map(({ item }) => item);
  const other = away.length - chosen.length;
  const staying = known.filter(({ item }) => !comesHome(item)).map(({ item }) => item.friendlyName);
  const unknown = items.length - known.length;
  return {
    architecture,
    items: [...chosen].sort(
      (one, another) => inNaturalOrder(one.friendlyName, another.friendlyName) || inNaturalOrder(one.id, another.id),
    ),
    leftOut: [
      ...(other === 0
        ? []
        : [
            `Left out: ${other} of the ${architecture === 'classic' ? 'modernized' : 'classic'} architecture, which ${other === 1 ? 'needs' : 'need'} a runbook of ${other === 1 ? 'its' : 'their'} own.`,
          ]),
      ...(staying.length === 0
        ? []
        : [`Left out, since they do not run in Azure: ${shortened(staying.sort(inNaturalOrder))}.`]),
      ...(unknown === 0 ? [] : [`Left out: ${unknown} that did not come from VMware or a physical server.`]),
    ],
  };
}

function architectureOf({ instanceType }: CapturedItem): Architecture | undefined {
  if (MODERNIZED.has(instanceType)) return 'modernized';
  return CLASSIC.has(instanceType) ? 'classic' : undefined;
}

/** Failed over and not yet committed at home; what is on its way is taken up where it is. */
function comesHome(item: CapturedItem): boolean {
  const stage = stageOf(item);
  if (stage === 'in-azure') return canReturn(item);
  return stage === 'returning' || (stage === 'returned' && item.allowedOperations.includes('Commit'));
}

/** What the service calls reprotect. A machine that runs a job just now allows nothing, and will again. */
function canReturn({ allowedOperations }: CapturedItem): boolean {
  return (
    allowedOperations.length === 0 ||
    allowedOperations.some((operation) => operation === 'SwitchProtection' || operation === 'ReverseReplicate')
  );
}

function shortened(names: readonly string[]): string {
  const safe = names.map((name) => `'${name.replaceAll(/\s+/g, ' ')}'`);
  return safe.length <= 8 ? safe.join(', ') : `${safe.slice(0, 7).join(', ')} and ${safe.length - 7} more`;
}
