import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { section, situationOf } from '../situation.ts';
import { counted } from '../words.ts';

interface Params {
  readonly appliance: string;
  readonly before: string;
  readonly machines: number;
}

export const portsToProtectAgain = defineRule<Params>({
  code: 'FB119',
  title: 'Machines must reach another appliance to be protected again',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'the way home needs no port of the appliance; only the protection afterwards does.',
  architecture: 'modernized',
  decidedBy: ['inventory'],
  timeToLive: days(7),
  source: {
    ...articles.applianceMatrix,
    says: 'machines reach the appliance on 443 for control and on 9443 for data when they replicate to Azure; failback needs no further port',
    confidence: 'documented',
  },
  byHand:
    'From a machine on the site, on Windows (PowerShell), then on Linux:\nTest-NetConnection APPLIANCE -Port 443; Test-NetConnection APPLIANCE -Port 9443\nnc -vz APPLIANCE 443; nc -vz APPLIANCE 9443',
  mend: 'Open 443 and 9443 from the networks of the machines to the appliance before they are protected again.',
  message: ({ appliance, before, machines }) =>
    `${counted(machines, 'machine')} replicated to Azure through '${before}' and ${machines === 1 ? 'comes' : 'come'} home through '${appliance}'. To be protected again, ${machines === 1 ? 'it has' : 'they have'} to reach '${appliance}' on 443 and 9443.`,
  reads: [],
  *check(context) {
    const { machines, appliances: inPlay, world, howToCapture: how } = situationOf(context);
    const appliances = section(world, 'appliances') ?? [];
    const moving = machines.flatMap((subject) => {
      const { item } = subject;
      const appliance = inPlay.find((each) => each.appliance === subject.appliance?.appliance);
      if (appliance === undefined || appliance.captured.seen === undefined || item.seen === undefined) return [];
      const { processServerId } = item.seen;
      if (stageOf(item.seen) !== 'in-azure' || processServerId === undefined) return [];
      const before = appliances.find((each) => sameName(each.processServerId ?? '', processServerId));
      if (before === undefined || sameName(before.name, appliance.captured.seen.name)) return [];
      return [{ appliance, to: appliance.captured.seen, before, item: item.seen }];
    });
    for (const group of Map.groupBy(moving, ({ appliance }) => appliance).values()) {
      const [first] = group;
      if (first === undefined) continue;
      const { appliance, before, to } = first;
      const params = { appliance: appliance.name, before: before.name, machines: group.length };
      const question = { subject: appliance.name, at: appliance.at, fact: 'appliance of the way to Azure', how };
      yield verdictOn(question, broken(params, [before, to, ...group.map(({ item }) => item)]));
    }
  },
});
