import type { ConfigurationProvider, LangiumDocument } from 'langium';
import type { InlayHintProvider } from 'langium/lsp';
import type { InlayHint, InlayHintParams, Position } from 'vscode-languageserver';
import { sameName } from '../../../core/inventory/world.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { sayCount, sayDuration } from '../../../core/report/say.ts';
import type { Machine, Runbook } from '../../../core/runbook/runbook.ts';
import {
  isAppliance,
  isMasterTarget,
  isObjectiveSetting,
  isRunbook,
  isVm,
  isVmGroup,
  isWave,
  isWindowSetting,
  type VmGroup,
} from '../generated/ast.ts';
import { placeOfName } from '../lower/places.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';
import { type Element, elementsWithin } from './place/elements.ts';
import type { PlanAtHand } from './plan-at-hand.ts';
import { disksByTarget, sayWave, waveSeconds } from './plan-figures.ts';

/** Which hints a person wants; all of them unless a setting says otherwise. */
export interface HintSettings {
  readonly defaults?: boolean;
  readonly durations?: boolean;
  readonly disks?: boolean;
}

interface Services {
  readonly analysisOf: (document: LangiumDocument) => Analysis | undefined;
  readonly plans: PlanAtHand;
  readonly settings: ConfigurationProvider;
  /** Whether the editor has the lenses above waves in sight, which tell the same. */
  readonly hasCommands: () => boolean;
}

/** @source vmware-azure-prepare-failback: "a master target server can have up to 60 disks attached to it". */
const MAX_DISKS = 60;

/** Beside the text in sight: what `defaults vm` settles for a machine, how long a wave takes where that is limited, how many disks a target carries. */
export class FailbackInlayHints implements InlayHintProvider {
  readonly #services: () => Services;

  constructor(services: () => Services) {
    this.#services = services;
  }

  async getInlayHints(document: LangiumDocument, { range }: InlayHintParams): Promise<InlayHint[]> {
    const { analysisOf, plans, settings, hasCommands } = this.#services();
    const wanted = ((await settings.getConfiguration('failback', 'inlayHints')) ?? {}) as HintSettings;
    const analysis = analysisOf(document);
    const runbook = analysis?.lowered.runbook;
    if (runbook === undefined) return [];
    const plan = plans.latest(analysis);
    return elementsWithin(document, range).flatMap((element) => [
      ...(wanted.defaults === false ? [] : usual(element, runbook, document)),
      ...(wanted.durations === false || plan === undefined ? [] : durations(element, plan, hasCommands())),
      ...(wanted.disks === false ? [] : disks(element, plan)),
    ]);
  }
}

/** Machines by name, once for each list of them. */
const byName = new WeakMap<readonly Machine[], ReadonlyMap<string, Machine>>();

function machineCalled({ machines }: Runbook, name: string): Machine | undefined {
  let found = byName.get(machines);
  if (found === undefined) {
    found = new Map(machines.map((machine) => [machine.name.toLowerCase(), machine]));
    byName.set(machines, found);
  }
  return found.get(name.toLowerCase());
}

function usual(element: Element, runbook: Runbook, document: LangiumDocument): InlayHint[] {
  const first = isVmGroup(element) ? firstMember(element) : isVm(element) ? element.name : undefined;
  const machine = first === undefined ? undefined : machineCalled(runbook, first);
  if (machine === undefined || machine.defaulted.length === 0) return [];
  const said = machine.defaulted.flatMap((key) => {
    const value = SHOWN[key]?.(machine);
    return value === undefined ? [] : [`${key}: ${value}`];
  });
  if (said.length === 0) return [];
  const tooltip = 'From `defaults vm`, unless the block says otherwise.';
  return [hint(behindBrace(placeOfName(element).end, document), said.join('  '), tooltip)];
}

/** Where the block's own settings stand, so that a line reads as if they were written. */
function behindBrace(name: Position, { textDocument }: LangiumDocument): Position {
  const rest = textDocument.getText({ start: name, end: { line: name.line + 1, character: 0 } });
  const [brace] = /^\s*\{/.exec(rest) ?? [];
  return brace === undefined ? name : { line: name.line, character: name.character + brace.length };
}

function firstMember({ members }: VmGroup): string | undefined {
  return members.find(({ name, settings }) => name !== undefined && settings.length === 0)?.name;
}

/** What is worth its place beside the name. */
const SHOWN: Readonly<Record<string, (machine: Machine) => string | undefined>> = {
  via: ({ via }) => via?.value.name,
  location: ({ location }) => location.value,
  datastore: ({ datastore }) => datastore?.value.name,
  home: ({ home }) => home?.value.name,
  'process-server': ({ processServer }) => processServer?.value.name,
};

const WORK =
  'Estimated work of the cutover, without waiting for people and windows. The plan says where it comes from.';

/** What the estimate has to fit into has it at its side; the wave itself where no lens above it tells. */
function durations(element: Element, plan: Plan, hasLenses: boolean): InlayHint[] {
  if (isRunbook(element)) {
    const objective = element.settings.find(isObjectiveSetting)?.$cstNode?.range.end;
    const longest = plan.waves.map(({ name }) => ({ name, seconds: waveSeconds(plan, name) })).sort(byLength)[0];
    if (objective === undefined || longest === undefined || longest.seconds === 0) return [];
    return [hint(objective, `≈ ${sayDuration(longest.seconds)} in wave ${longest.name}, the longest`, WORK)];
  }
  if (!isWave(element) || element.name === undefined) return [];
  const said = sayWave(plan, element.name);
  if (said === undefined) return [];
  const window = element.settings.find(isWindowSetting)?.$cstNode?.range.end;
  if (window !== undefined) return [hint(window, `${said} of work`, WORK)];
  return hasLenses ? [] : [hint(placeOfName(element).end, said, WORK)];
}

function byLength(one: { readonly seconds: number }, other: { readonly seconds: number }): number {
  return other.seconds - one.seconds;
}

function disks(element: Element, plan: Plan | undefined): InlayHint[] {
  if (!(isAppliance(element) || isMasterTarget(element)) || element.name === undefined || plan === undefined) return [];
  const found = [...disksByTarget(plan)].find(([name]) => sameName(name, element.name))?.[1];
  if (found === undefined) return [];
  const more = found.uncounted === 0 ? '' : ` and those of ${sayCount(found.uncounted, 'machine')} that nobody counted`;
  // Sixty is what a master target takes at one time; an appliance has no such number.
  const said = isMasterTarget(element) ? `${found.disks}/${MAX_DISKS} disks` : sayCount(found.disks, 'disk');
  const once = isMasterTarget(element)
    ? ` It takes ${MAX_DISKS} at one time, its own among them; the plan brings home what need not come together in rounds.`
    : '';
  return [hint(placeOfName(element).end, said, `All disks that come home through '${element.name}'${more}.${once}`)];
}

function hint(position: Position, label: string, tooltip: string): InlayHint {
  return { position, label, tooltip: { kind: 'markdown', value: tooltip }, paddingLeft: true };
}
