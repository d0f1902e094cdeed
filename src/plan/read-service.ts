import { exactList } from '../model/exact-list.ts';
import type { Item } from '../model/inventory.ts';
import { listAt, numberAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import type { ServiceFacts, ServicePort } from '../model/service-plan.ts';
import { stringMapAt } from '../model/string-map.ts';

/** The parts of a Service that the plan needs; the API server's defaults are filled in. */
export function readService(item: Item, resource: Resource, defaultNamespace: string): ServiceFacts {
  const { object, identity } = resource;
  const selector = stringMapAt(object, ['spec', 'selector']);
  return {
    item,
    resource,
    name: identity.name,
    namespace: identity.namespace,
    effectiveNamespace: identity.namespace === '' ? defaultNamespace : identity.namespace,
    type: stringAt(object, ['spec', 'type']),
    headless: stringAt(object, ['spec', 'clusterIP']) === 'None',
    selector: Object.keys(selector).length === 0 ? undefined : selector,
    annotations: stringMapAt(object, ['metadata', 'annotations']),
    ports: exactList(readPorts(resource)),
  };
}

function readPorts({ object }: Resource): readonly ServicePort[] {
  return listAt(object, ['spec', 'ports']).flatMap((entry) => {
    const port = numberAt(entry, ['port']);
    if (!isPort(port)) return [];
    const target = valueAt(entry, ['targetPort']);
    const appProtocol = stringAt(entry, ['appProtocol']);
    return [
      {
        port,
        name: stringAt(entry, ['name']),
        protocol: stringAt(entry, ['protocol']) || 'TCP',
        targetPort: typeof target === 'string' || isPort(target) ? target : port,
        ...(appProtocol === '' ? {} : { appProtocol }),
      },
    ];
  });
}

/** What the API server takes; any other number would come out again on what is generated. */
function isPort(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
