import type { Approve, MomentItem, Probe } from '../runbook/runbook.ts';
import type { Chain, LinkBase } from './chain.ts';
import type { Place, UnplacedStep } from './draft.ts';
import { approval, exactly, manualWork, trafficSwitch, upTo } from './durations.ts';
import type { Laying } from './laying.ts';
import type { Estimate, PlanStep } from './plan.ts';
import { plannedPeople } from './planned-people.ts';
import { readableDuration } from './readable.ts';
import { scriptSteps } from './script-steps.ts';
import { scriptUri } from './script-texts.ts';
import { trafficCalls } from './traffic-calls.ts';

/** Lays gates and actions one after the other in the author's order, and returns what the last of them leaves. */
export function layItems(
  laying: Laying,
  chain: Chain,
  items: readonly MomentItem[],
  after: readonly Place[],
): readonly Place[] {
  const counts = new Map<string, number>();
  let ends = after;
  for (const item of items) {
    if (item.kind === 'without-approval') continue;
    const count = (counts.get(item.kind) ?? 0) + 1;
    counts.set(item.kind, count);
    const base = {
      id: `${chain.prefix}/${chain.when}-${chain.stage}/${item.kind}${count === 1 ? '' : `-${count}`}`,
      wave: chain.wave.name,
      machine: null,
      irreversible: null,
      undo: null,
      restsOn: [],
    };
    const laid =
      item.kind === 'run' ? scriptSteps(laying, chain, item, base) : [stepOf(laying, chain, item, items, base)];
    const before = ends;
    ends = laid.length === 0 ? before : laid.map(({ step, takes }) => laying.draft.add(step, before, takes));
  }
  return ends;
}

function stepOf(
  laying: Laying,
  chain: Chain,
  item: Exclude<MomentItem, { kind: 'without-approval' | 'run' }>,
  siblings: readonly MomentItem[],
  base: LinkBase,
): { step: UnplacedStep; takes: Estimate } {
  switch (item.kind) {
    case 'approve': {
      const by = { mode: item.by.mode, people: plannedPeople(item.by.people) };
      const expiresAfter = item.within ?? null;
      const step: UnplacedStep = {
        ...base,
        kind: 'approve',
        title: item.title,
        stage: chain.stage,
        by,
        expiresAfter,
        ...(item.signed ? { signed: true as const } : {}),
        ...(item.secondPerson ? { secondPerson: true as const } : {}),
      };
      return { step, takes: approval };
    }
    case 'hold': {
      const title = `Hold for ${readableDuration(item.for)} ${chain.when} ${chain.stage}`;
      return { step: { ...base, kind: 'hold', title, for: item.for }, takes: exactly(item.for) };
    }
    case 'backup': {
      const title = `Confirm a backup of the machines at home, no older than ${readableDuration(item.within)}`;
      const by = { mode: 'any' as const, people: approversAmong(siblings) };
      return {
        step: { ...base, kind: 'backup', title, within: item.within, by, expiresAfter: null },
        takes: manualWork,
      };
    }
    case 'ask': {
      const by = { mode: 'any' as const, people: plannedPeople(item.by) };
      return { step: { ...base, kind: 'ask', title: item.title, by, expiresAfter: null }, takes: manualWork };
    }
    case 'switch-traffic': {
      const profile = item.profile.value;
      const captured = laying.world?.trafficProfile(profile.profileName);
      const step: UnplacedStep = {
        ...base,
        kind: 'switch-traffic',
        title: `Switch ${profile.name} to ${item.endpoint}`,
        calls: trafficCalls(item, laying.world, laying.missing),
        undo: { how: 'Enable the endpoints again that were enabled before.', loses: 'nothing' },
        restsOn:
          captured === undefined
            ? []
            : [`Profile '${captured.name}' routes by ${captured.routingMethod}, seen ${captured.seenAt}.`],
      };
      return { step, takes: trafficSwitch(captured?.ttlSeconds) };
    }
    case 'probe': {
      const what = plannedCheck(laying, item);
      const step: UnplacedStep = { ...base, kind: 'probe', title: item.title, check: what, within: item.within };
      return { step, takes: upTo(item.within, 30) };
    }
  }
}

function plannedCheck({ scripts }: Laying, { check, at }: Probe): (PlanStep & { kind: 'probe' })['check'] {
  switch (check.kind) {
    case 'tcp':
      return { kind: check.kind, host: check.host, port: check.port };
    case 'http':
      return check;
    case 'script': {
      const text = scripts?.get(scriptUri({ script: check.script, at }));
      return { ...check, ...(text === undefined ? {} : { text: { sha256: text.sha256, bytes: text.bytes } }) };
    }
  }
}

function approversAmong(items: readonly MomentItem[]) {
  const people = items.filter((item): item is Approve => item.kind === 'approve').flatMap(({ by }) => by.people);
  return plannedPeople([...new Map(people.map((person) => [person.value.name, person])).values()]);
}
