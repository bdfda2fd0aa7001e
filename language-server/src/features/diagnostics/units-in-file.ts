import type { Finding } from '../../../../core/rules/assessment.ts';
import type { KeptAssessment } from '../../../../core/rules/kept-assessment.ts';
import { type KeptMachine, standsIn } from '../../../../core/rules/kept-machine.ts';
import { Speaking } from './speaking.ts';
import { type Unit, unitsOf } from './unit.ts';

/** What the rules have to say about one file, as far as it can be shown. */
export interface UnitsInFile {
  readonly units: readonly Unit[];
  /** Findings that were not even looked at, for the ones in hand are graver and more than enough. */
  readonly unseen: number;
}

const speaking = new WeakMap<KeptAssessment, Speaking>();
const ofMachines = new WeakMap<KeptMachine, { readonly about: readonly Finding[]; readonly units: readonly Unit[] }>();

/**
 * Everything that an assessment says about a file. Of a large run with much to say the gravest come first: machines with
 * errors, those with warnings, the others; and no more machines are looked at than it takes to have `enough`.
 */
export function unitsInFile(uri: string, standing: KeptAssessment, enough: number): UnitsInFile {
  const classes: KeptMachine[][] = [[], [], []];
  const scattered: Finding[] = standing.others.filter(({ at }) => at.uri === uri);
  for (const kept of speakingIn(standing)) {
    if (kept === undefined || kept.findingCount + kept.about.length === 0) continue;
    for (const finding of kept.elsewhere) if (finding.at.uri === uri) scattered.push(finding);
    for (const finding of kept.about)
      if (finding.at.uri === uri && !standsIn(kept.subject.machine, finding.at)) scattered.push(finding);
    if (kept.subject.machine.block.uri === uri) classes[classOf(kept)]?.push(kept);
  }
  const units = [...unitsOf(scattered)];
  let unseen = 0;
  for (const [index, machines] of classes.entries())
    for (const kept of machines) {
      if (isEnough(units, index, enough)) unseen += kept.findingCount - kept.elsewhere.length + kept.about.length;
      else for (const unit of unitsOfMachine(kept)) units.push(unit);
    }
  return { units, unseen };
}

function speakingIn(standing: KeptAssessment): Iterable<KeptMachine | undefined> {
  const known = speaking.get(standing) ?? new Speaking();
  speaking.set(standing, known);
  return known.among(standing.machines);
}

function isEnough(units: readonly Unit[], index: number, enough: number): boolean {
  if (units.length < enough) return false;
  if (index === 2) return true;
  return units.filter(({ gravity }) => gravity <= index + 1).length >= enough;
}

/** 0: it has errors. 1: it has warnings. 2: the rest. */
function classOf({ broken, about }: KeptMachine): 0 | 1 | 2 {
  const has = (severity: Finding['severity']) =>
    broken[severity] > 0 || about.some((each) => each.standing === 'broken' && each.severity === severity);
  if (has('error')) return 0;
  return has('warning') ? 1 : 2;
}

function unitsOfMachine(kept: KeptMachine): readonly Unit[] {
  const known = ofMachines.get(kept);
  if (known?.about === kept.about) return known.units;
  const { machine } = kept.subject;
  const findings = [...kept.found.map(({ finding }) => finding), ...kept.about];
  const units = unitsOf(findings.filter(({ at }) => standsIn(machine, at)));
  ofMachines.set(kept, { about: kept.about, units });
  return units;
}
