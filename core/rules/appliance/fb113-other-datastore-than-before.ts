import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { oldPlaceOf } from '../old-place.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly vm: string;
  readonly datastore: string;
  readonly actual: readonly string[];
}

export const otherDatastoreThanBefore = defineRule<Params>({
  code: 'FB113',
  title: "Datastore is not the old machine's",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'at the original location the service writes into the old disks, so space and reach would have been checked on the wrong datastore.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.modernizedOverview,
    says: 'when the original machine exists, its datastore is selected automatically',
    confidence: 'documented',
  },
  byHand: 'In the vSphere client, open the old machine, Datastores.',
  mend: 'Name the datastore of the old machine; or choose `location: alternate` for a new machine elsewhere, which copies everything.',
  message: ({ vm, datastore, actual }) =>
    `The runbook brings '${vm}' home to '${datastore}', but its old machine lies on ${listed(actual)}. At the original location Site Recovery writes into the old disks, whatever the runbook says.`,
  check: eachMachine('datastores of the old machine', ({ machine, item, onSite }) => {
    const { datastore, location } = machine;
    if (location.value !== 'original' || datastore === undefined) return undefined;
    const place = oldPlaceOf({ item, onSite });
    if (place === undefined) return unknown('reason' in item ? item.reason : undefined, { at: datastore.at });
    const wanted = datastore.value.datastoreName;
    return place.datastores.some((name) => sameName(name, wanted))
      ? holds(place.seen)
      : broken({ vm: machine.name, datastore: wanted, actual: place.datastores }, [place.seen], { at: datastore.at });
  }),
  fix({ actual }, at, context) {
    const known = situationOf(context).runbook.datastores;
    const choice = known.find(({ datastoreName }) => actual.some((name) => sameName(name, datastoreName)));
    if (choice === undefined) return undefined;
    return { title: `Take the captured datastore '${choice.name}'`, edits: [{ range: at, newText: choice.name }] };
  },
});
