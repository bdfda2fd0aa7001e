import type { AstNode } from 'langium';
import { minutes } from '../../../core/quantity.ts';
import type {
  Approve,
  Ask,
  Backup,
  Hold,
  Machine,
  Moment,
  MomentItem,
  Person,
  Probe,
  RunScript,
  SwitchTraffic,
  TrafficProfile,
} from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import * as ast from '../generated/ast.ts';
import { isBlank } from './is-blank.ts';
import type { Lowering } from './lowering.ts';
import { located, placeOf, placeOfProperty } from './places.ts';
import { targetOfSetting, targetsOf } from './references.ts';
import { settingOf, settingsOf } from './settings.ts';

/** How long a probe tries, when nobody says. */
const PROBE_WITHIN = minutes(10);
/** How long a script may run, when nobody says. */
const SCRIPT_TIMEOUT = minutes(30);

const STAGES = ['reprotect', 'failover', 'commit', 'protect'] as const;

/** The `before STAGE { … }` and `after STAGE { … }` of a runbook or a wave. */
export function lowerMoments(lowering: Lowering, settings: readonly AstNode[]): Moment[] {
  return settingsOf(settings, ast.isMoment).flatMap((moment) => lowerMoment(lowering, moment) ?? []);
}

function lowerMoment(lowering: Lowering, moment: ast.Moment): Moment | undefined {
  const at = placeOfProperty(moment, 'stage');
  if (moment.stage === undefined || at === undefined) return undefined;
  const stage = lowering.choiceAt(moment.stage, at, STAGES);
  const items = moment.items.flatMap((item) => lowerItem(lowering, item) ?? []);
  return stage && { at: placeOf(moment), when: moment.when, stage: stage.value, items };
}

function lowerItem(lowering: Lowering, item: ast.MomentItem): MomentItem | undefined {
  switch (item.$type) {
    case 'Approve':
      return lowerApprove(lowering, item);
    case 'WithoutApproval':
      if (isNothing(item.because)) return undefined;
      return { kind: 'without-approval', at: placeOf(item), because: item.because };
    case 'HoldSetting':
      return lowerLength(lowering, item, 'hold');
    case 'BackupSetting':
      return lowerLength(lowering, item, 'backup');
    case 'SwitchTraffic':
      return lowerSwitchTraffic(lowering, item);
    case 'Probe':
      return lowerProbe(lowering, item);
    case 'RunScript':
      return lowerRunScript(lowering, item);
    case 'Ask':
      return lowerAsk(lowering, item);
    case 'Stray':
      return undefined;
  }
}

function lowerApprove(lowering: Lowering, node: ast.Approve): Approve | undefined {
  if (isNothing(node.title)) return undefined;
  const by = settingOf(node.settings, ast.isApproversSetting);
  if (by === undefined)
    lowering.missing(node, 'by', 'An approval needs the people who may give it, for example `by: dr-lead`.');
  const people = targetsOf<Person>(lowering, by?.values);
  if (by === undefined || people.length === 0) return undefined;
  return {
    kind: 'approve',
    at: placeOf(node),
    title: node.title,
    by: { mode: by.mode === 'all:' ? 'all' : 'any', people },
    within: lowering.quantity(settingOf(node.settings, ast.isExpirySetting), 'time')?.value,
    signed: lowering.yesOrNo(settingOf(node.settings, ast.isSignedSetting))?.value ?? false,
    secondPerson: lowering.yesOrNo(settingOf(node.settings, ast.isSecondPersonSetting))?.value ?? false,
  };
}

function lowerLength(
  lowering: Lowering,
  node: ast.HoldSetting | ast.BackupSetting,
  kind: 'hold' | 'backup',
): Hold | Backup | undefined {
  if (node.value === undefined) return undefined;
  const at = placeOfProperty(node, 'value') ?? placeOf(node);
  const length = lowering.quantityAt(node.value, at, 'time')?.value;
  if (length === undefined) return undefined;
  return kind === 'hold' ? { kind, at: placeOf(node), for: length } : { kind, at: placeOf(node), within: length };
}

function lowerSwitchTraffic(lowering: Lowering, node: ast.SwitchTraffic): SwitchTraffic | undefined {
  const profile = settingOf(node.settings, ast.isProfileSetting);
  const endpointSetting = settingOf(node.settings, ast.isEndpointSetting);
  const endpoint = lowering.text(endpointSetting);
  if (profile === undefined) lowering.missing(node, 'profile', 'It names the Traffic Manager profile to switch.');
  if (endpointSetting === undefined)
    lowering.missing(node, 'endpoint', 'It names the endpoint to enable; the others are disabled.');
  const target: Located<TrafficProfile> | undefined = targetOfSetting(lowering, profile);
  if (target === undefined || endpoint === undefined) return undefined;
  return { kind: 'switch-traffic', at: placeOf(node), profile: target, endpoint: endpoint.value };
}

function lowerProbe(lowering: Lowering, node: ast.Probe): Probe | undefined {
  if (isNothing(node.title)) return undefined;
  const check = lowerCheck(lowering, node);
  const within = lowering.quantity(settingOf(node.settings, ast.isExpirySetting), 'time')?.value ?? PROBE_WITHIN;
  return check && { kind: 'probe', at: placeOf(node), title: node.title, check, within };
}

function lowerCheck(lowering: Lowering, node: ast.Probe): Probe['check'] | undefined {
  const tcp = settingOf(node.settings, ast.isTcpSetting);
  const http = settingOf(node.settings, ast.isHttpSetting);
  if (tcp !== undefined) return lowerTcp(lowering, node, tcp);
  const script = lowering.text(settingOf(node.settings, ast.isScriptSetting))?.value;
  if (http === undefined && script !== undefined) return { kind: 'script', script };
  const url = lowering.text(http)?.value;
  if (http === undefined) {
    lowering.missing(
      node,
      'tcp',
      'A probe needs what it asks: `tcp:` with a machine and `port:`, `http:` with an address, or a `script:` that ends with 0.',
    );
  }
  const status = lowering.count(settingOf(node.settings, ast.isStatusSetting))?.value ?? 200;
  return url === undefined ? undefined : { kind: 'http', url, status };
}

function lowerTcp(lowering: Lowering, node: ast.Probe, tcp: ast.TcpSetting): Probe['check'] | undefined {
  const portSetting = settingOf(node.settings, ast.isPortSetting);
  if (portSetting === undefined) lowering.missing(node, 'port', 'A TCP probe needs a port, for example `port: 443`.');
  const port = lowering.count(portSetting)?.value;
  if (port === undefined) return undefined;
  if (tcp.host !== undefined) return { kind: 'tcp', machine: undefined, host: tcp.host, port };
  const [machine] = lowering.valueOf<readonly Machine[]>(tcp.machine) ?? [];
  return machine && { kind: 'tcp', machine, host: machine.name, port };
}

function lowerRunScript(lowering: Lowering, node: ast.RunScript): RunScript | undefined {
  const scriptSetting = settingOf(node.settings, ast.isScriptSetting);
  const script = lowering.text(scriptSetting);
  if (scriptSetting === undefined)
    lowering.missing(node, 'script', 'It names the script to run, relative to this file.');
  if (isNothing(node.title) || script === undefined) return undefined;
  lowering.choice(settingOf(node.settings, ast.isOnSetting), ['operator']);
  const inside = settingOf(node.settings, ast.isInSetting);
  return {
    kind: 'run',
    at: placeOf(node),
    title: node.title,
    script: script.value,
    on: inside === undefined ? 'operator' : 'guest',
    machines: machinesNamed(lowering, inside?.values ?? []),
    account: lowering.text(settingOf(node.settings, ast.isAccountSetting)),
    timeout: lowering.quantity(settingOf(node.settings, ast.isTimeoutSetting), 'time')?.value ?? SCRIPT_TIMEOUT,
    tries: lowering.count(settingOf(node.settings, ast.isTriesSetting))?.value ?? 1,
  };
}

/** A group stands for its members; a machine named twice counts once. */
function machinesNamed(lowering: Lowering, references: readonly ast.MachineReference[]): readonly Located<Machine>[] {
  const found = new Map<Machine, Located<Machine>>();
  for (const reference of references)
    for (const machine of lowering.valueOf<readonly Machine[]>(reference) ?? [])
      if (!found.has(machine)) found.set(machine, located(machine, placeOf(reference)));
  return [...found.values()];
}

function lowerAsk(lowering: Lowering, node: ast.Ask): Ask | undefined {
  if (isNothing(node.title)) return undefined;
  const by = targetsOf<Person>(lowering, settingOf(node.settings, ast.isApproversSetting)?.values);
  return { kind: 'ask', at: placeOf(node), title: node.title, by };
}

/** A title or a reason that nobody could read: still to be typed, or blank, which the check of texts tells. */
function isNothing(text: string | undefined): text is undefined {
  return text === undefined || isBlank(text);
}
