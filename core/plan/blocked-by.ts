import type { Assessment, Finding } from '../rules/assessment.ts';
import type { Runbook, Stage } from '../runbook/runbook.ts';
import type { Convoy } from './convoys.ts';
import { someOf } from './missing-ids.ts';
import type { Plan } from './plan.ts';
import { counted, readableList } from './readable.ts';

const loses: Record<Stage, string> = {
  reprotect: 'Reprotect commits the failover to Azure and replicates into the old machines',
  failover: 'A classic failover cannot be cancelled',
  commit: 'Commit deletes the machines in Azure',
  protect: 'Protecting again commits a failover that is still open',
};

/** What the planner itself found to stand in the way, by the part of the planner that found it. */
export interface Obstacles {
  readonly missingGates: readonly { readonly wave: string; readonly stage: Stage }[];
  readonly missingIds: readonly string[];
  readonly cannotPlace: readonly string[];
  readonly tooLate: readonly string[];
  readonly convoys: readonly Convoy[];
  /** Machines that wait for places of others. */
  readonly waiting: number;
  /** What the classic planner found that no live run may do. */
  readonly classic: (told: { readonly groupsAreTold: boolean }) => readonly string[];
  readonly part: Plan['part'];
  readonly hasInventory: boolean;
}

/** Why a live run of the plan would be refused: full sentences, the gravest first. */
export function blockedBy(runbook: Runbook, assessment: Assessment, obstacles: Obstacles): string[] {
  return [
    ...nothingToDo(runbook),
    ...classicIsRetired(runbook, assessment),
    ...withoutGate(obstacles.missingGates.filter((gate) => !isTold(gate, assessment))),
    ...fromFindings(assessment, obstacles.hasInventory),
    ...circles(obstacles.convoys),
    ...(blocksBy(assessment, 'FB031') ? [] : obstacles.cannotPlace),
    ...halves(obstacles),
    ...obstacles.classic({ groupsAreTold: blocksBy(assessment, 'FB152') || blocksBy(assessment, 'FB153') }),
    ...withoutIds(obstacles),
    ...obstacles.tooLate,
  ];
}

function nothingToDo(runbook: Runbook): string[] {
  if (runbook.waves.some(({ machines }) => machines.length > 0)) return [];
  return ['No wave moves a machine. Add a `wave` that names some.'];
}

/** @source vmware-physical-azure-classic-deprecation, text of 26 August 2026 */
function classicIsRetired(runbook: Runbook, assessment: Assessment): string[] {
  if (runbook.architecture.value !== 'classic') return [];
  if (runbook.accepted.some(({ rule }) => rule.value === 'FB001')) return [];
  if (blocksBy(assessment, 'FB001')) return [];
  return [
    'The classic architecture was retired on 30 March 2026, and nothing documents that the service still performs its ' +
      'operations. Accept rule FB001 with a reason if you know that it does for your vault.',
  ];
}

/** The rules look after the gates too, and say it at its place in the text. */
function isTold({ wave, stage }: { readonly wave: string; readonly stage: Stage }, assessment: Assessment): boolean {
  return blocksBy(assessment, stage === 'commit' ? 'FB176' : 'FB207', wave);
}

function blocksBy({ findings }: Assessment, rule: string, about?: string): boolean {
  return findings.some(
    ({ code, blocks, subject }) => blocks && code === rule && (about === undefined || about === subject),
  );
}

function withoutGate(missing: Obstacles['missingGates']): string[] {
  return [...Map.groupBy(missing, ({ stage }) => stage)].map(
    ([stage, waves]) =>
      `Nobody approves the ${stage} of ${someOf(waves.map(({ wave }) => wave))}. ${loses[stage]}, so there is no way back. ` +
      `Write \`before ${stage} { approve … }\`, or \`without-approval\` with a reason.`,
  );
}

/** Findings of one rule are told together where they are many. Without an inventory nearly all is unknown: told once. */
function fromFindings({ findings }: Assessment, hasInventory: boolean): string[] {
  const blocking = findings.filter(({ blocks }) => blocks);
  const broken = blocking.filter(({ standing }) => standing === 'broken');
  const told = [...Map.groupBy(broken, ({ code }) => code).values()].flatMap((same) =>
    same.length <= 3 ? same.map(tell) : [tellTogether(same)],
  );
  const unsettled = blocking.filter(({ standing }) => standing !== 'broken');
  return [...told, ...(hasInventory ? withoutFact(unsettled) : unjudged(findings))];
}

/** What nobody captured, or too long ago: often many rules, and one thing to do about them all. */
function withoutFact(findings: readonly Finding[]): string[] {
  return [...Map.groupBy(findings, ({ missing, remedy }) => missing?.how ?? remedy)].map(([how, same]) => {
    const rules = [...Map.groupBy(same, ({ code }) => code).values()].map(cannotBeRuledOut);
    const [why] = same.flatMap(({ missing }) => missing?.reason ?? []);
    return `Not proven: ${rules.join(', ')}.${why === undefined ? '' : ` ${capitalized(why)}.`} ${how}`;
  });
}

function cannotBeRuledOut(findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return '';
  const who = findings.length === 1 ? `'${first.subject}'` : `'${first.subject}' and ${findings.length - 1} more`;
  return `${first.code} '${first.title}' for ${who}`;
}

function unjudged(findings: readonly Finding[]): string[] {
  const unknown = findings.filter(({ blocks, standing }) => blocks && standing !== 'broken');
  const rules = new Set(unknown.map(({ code }) => code));
  return [
    `Nobody has captured the vault: no call knows its target${rules.size === 0 ? '' : `, and ${counted(rules.size, 'rule')} cannot be judged`}. Capture an inventory first.`,
  ];
}

function tell({ code, message, remedy }: Finding): string {
  return `${code}: ${message} ${remedy}`;
}

function tellTogether(findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return '';
  const others = readableList(findings.slice(1).map(({ subject }) => subject));
  return `${tell(first)} The same is so for ${findings.length - 1} more: ${others}.`;
}

function circles(convoys: readonly Convoy[]): string[] {
  return convoys
    .filter(({ circular }) => circular)
    .map(
      ({ waves }) => `The waves ${someOf(waves.map(({ name }) => name))} wait for each other. Remove one \`after:\`.`,
    );
}

function halves({ part, waiting }: Obstacles): string[] {
  if (part === 'whole' || waiting === 0) return [];
  return [
    `${waiting} machines can only start when others have committed and freed their places, so the plan cannot be ` +
      'divided into halves. Plan the whole way, or bring fewer machines home at once.',
  ];
}

function withoutIds({ hasInventory, missingIds }: Obstacles): string[] {
  return hasInventory ? [...missingIds] : [];
}

function capitalized(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
