import type {
  CapturedAppliance,
  CapturedAzureVm,
  CapturedConfigurationServer,
  CapturedItem,
  CapturedMasterTarget,
  CapturedProcessServer,
  CapturedSiteMachine,
  CapturedVCenter,
} from '../inventory/inventory.ts';
import type { Machine } from '../runbook/runbook.ts';
import type { Check, MachineJudge } from './check.ts';
import type { ConfigurationServerInPlay, MasterTargetInPlay, ProcessServerInPlay } from './classic-in-play.ts';
import type { Frame } from './frame.ts';
import { runsInAzure } from './item-stage.ts';
import { type Outcome, type Seen, unknown, verdictOn } from './outcome.ts';
import type { Sighting } from './sighting.ts';
import type { ApplianceInPlay, VCenterInPlay } from './site-in-play.ts';
import { type MachineInPlay, situationOf } from './situation.ts';
import type { RuleContext, Verdict } from './verdict.ts';

/** What a rule must know of each subject. */
interface Asked<S, P> {
  /** Noun phrase without the subject: `power state of the Azure machine`. */
  readonly fact: string;
  /** What the runbook itself says where nothing was captured; undefined when it says nothing. */
  readonly declared?: (subject: S, frame: Frame) => Outcome<P> | undefined;
}

/** What a rule says of a captured thing; undefined where it does not apply. */
type Judge<T, S, P> = (captured: T, subject: S, frame: Frame) => Outcome<P> | undefined;

/** Judges each machine by its protected item; a machine whose item was not captured, or not found, is unknown. */
export function eachItem<P>(asked: Asked<MachineInPlay, P>, judge: Judge<CapturedItem, MachineInPlay, P>): Check<P> {
  return eachMachineBy(({ item }) => item, asked, judge);
}

/** Judges each machine by its machine in Azure, as long as it runs there. */
export function eachAzureVm<P>(
  asked: Asked<MachineInPlay, P>,
  judge: Judge<CapturedAzureVm, MachineInPlay, P>,
): Check<P> {
  return eachMachineBy(({ azureVm }) => azureVm, asked, judge, mayRunInAzure);
}

/** Judges each machine that has yet to come home into its old machine by that machine; a copy elsewhere has none. */
export function eachOldMachine<P>(
  asked: Asked<MachineInPlay, P>,
  judge: Judge<CapturedSiteMachine, MachineInPlay, P>,
): Check<P> {
  return eachMachineBy(({ onSite }) => onSite, asked, judge, comesIntoOldMachine);
}

/** Judges each machine by the text, and by whatever else the rule looks up in the frame. */
export function eachMachine<P>(
  fact: string,
  judge: (subject: MachineInPlay, frame: Frame) => Outcome<P> | undefined,
): Check<P> {
  return eachMachineIn(fact, (frame) => (subject) => judge(subject, frame));
}

/** The same, where something of the frame is looked up once for all machines. */
export function eachMachineIn<P>(
  fact: string,
  judgeIn: (frame: Frame) => (subject: MachineInPlay) => Outcome<P> | undefined,
): Check<P> {
  return eachMachineTelling((frame) => {
    const judge = judgeIn(frame);
    const { howToCapture } = frame;
    return (subject, tell) => {
      const outcome = judge(subject);
      if (outcome !== undefined) tell(verdictOn(questionOf(subject.machine, fact, howToCapture), outcome));
    };
  });
}

/** The same, where a rule tells several things of a machine, or words its questions itself. */
export function eachMachineTelling<P>(judgeIn: (frame: Frame) => MachineJudge<P>): Check<P> {
  return Object.assign(
    function* (context: RuleContext) {
      const { machines, frame } = situationOf(context);
      const told: Verdict<P>[] = [];
      const judge = judgeIn(frame);
      for (const subject of machines) {
        judge(subject, (verdict) => told.push(verdict));
        yield* told.splice(0);
      }
    },
    { parts: [{ about: 'each-machine' as const, judgeIn }] },
  );
}

/** Judges each appliance through which machines come home. */
export function eachAppliance<P>(
  asked: Asked<ApplianceInPlay, P>,
  judge: Judge<CapturedAppliance, ApplianceInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).appliances, asImplied, asked, judge);
}

/** Judges each vCenter to which machines come home. */
export function eachVCenter<P>(
  asked: Asked<VCenterInPlay, P>,
  judge: Judge<CapturedVCenter, VCenterInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).vcenters, asImplied, asked, judge);
}

/** Judges each master target through which machines come home, by what the vault shows of it. */
export function eachMasterTarget<P>(
  asked: Asked<MasterTargetInPlay, P>,
  judge: Judge<CapturedMasterTarget, MasterTargetInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).masterTargets, asImplied, asked, judge);
}

/** Judges each master target by its own virtual machine. */
export function eachTargetMachine<P>(
  asked: Asked<MasterTargetInPlay, P>,
  judge: Judge<CapturedSiteMachine, MasterTargetInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).masterTargets, ({ onSite }) => onSite, asked, judge);
}

/** Judges each process server that receives data of machines. */
export function eachProcessServer<P>(
  asked: Asked<ProcessServerInPlay, P>,
  judge: Judge<CapturedProcessServer, ProcessServerInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).processServers, asImplied, asked, judge);
}

/** Judges each configuration server that holds machines of the runbook. */
export function eachConfigurationServer<P>(
  asked: Asked<ConfigurationServerInPlay, P>,
  judge: Judge<CapturedConfigurationServer, ConfigurationServerInPlay, P>,
): Check<P> {
  return (context) => eachSite(context, situationOf(context).configurationServers, asImplied, asked, judge);
}

function eachMachineBy<T extends Seen, P>(
  look: (subject: MachineInPlay) => Sighting<T>,
  asked: Asked<MachineInPlay, P>,
  judge: Judge<T, MachineInPlay, P>,
  applies: (subject: MachineInPlay) => boolean = () => true,
): Check<P> {
  return eachMachineIn(
    asked.fact,
    (frame) => (subject) => (applies(subject) ? judged(look(subject), subject, frame, asked, judge) : undefined),
  );
}

function* eachSite<T extends Seen, S extends Pick<MachineQuestion, 'name' | 'at'>, P>(
  context: RuleContext,
  subjects: readonly S[],
  look: (subject: S) => Sighting<T>,
  asked: Asked<S, P>,
  judge: Judge<T, S, P>,
): Generator<Verdict<P>> {
  const situation = situationOf(context);
  const { howToCapture } = situation;
  for (const subject of subjects) {
    const outcome = judged(look(subject), subject, situation, asked, judge);
    if (outcome !== undefined) yield verdictOn(questionOf(subject, asked.fact, howToCapture), outcome);
  }
}

function asImplied<T extends Seen>({ captured }: { readonly captured: Sighting<T> }): Sighting<T> {
  return captured;
}

/** The captured fact first, the declared one else, unknown otherwise. */
function judged<T extends Seen, S, P>(
  sighting: Sighting<T>,
  subject: S,
  frame: Frame,
  asked: Asked<S, P>,
  judge: Judge<T, S, P>,
): Outcome<P> | undefined {
  const outcome = 'reason' in sighting ? unknown(sighting.reason) : judge(sighting.seen, subject, frame);
  return outcome?.kind === 'unknown' ? (asked.declared?.(subject, frame) ?? outcome) : outcome;
}

type MachineQuestion = Pick<Machine, 'name' | 'at'>;

function questionOf({ name, at }: MachineQuestion, fact: string, how: string) {
  return { subject: name, at, fact, how };
}

/** For all anybody knows: once it is back on the site, what is left of it in Azure does not matter. */
export function mayRunInAzure({ item }: MachineInPlay): boolean {
  return item.seen === undefined || runsInAzure(item.seen);
}

function comesIntoOldMachine(subject: MachineInPlay): boolean {
  return subject.machine.location.value === 'original' && mayRunInAzure(subject);
}
