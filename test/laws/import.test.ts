import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../src/diagnostics/finding.ts';
import { toFindings } from '../../src/diagnostics/finding.ts';
import { importManifests } from '../../src/import-manifests.ts';
import { meshes } from '../../src/mesh/registry.ts';
import { generatedFrom } from '../../src/model/group.ts';
import type { RenderOptions } from '../../src/model/options.ts';
import type { PolicyField } from '../../src/model/policy-field.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { locate } from '../../src/read/locate.ts';
import { type World, world } from '../support/arbitraries.ts';
import { proveLaw } from '../support/law.ts';
import { type PortEffect, readEffects } from '../support/policy-effects.ts';
import { annotationsOf, errorsOf, identityKey, objectsOf, renderWorld } from '../support/rendered.ts';

/** Routes of the user's are for Linkerd alone; elsewhere they exclude those that a policy needs. */
const isRoute = (text: string): boolean => /["']?kind["']?: ?["']?(?:HTTPRoute|GRPCRoute)/.test(text);

for (const [mesh, backend] of Object.entries(meshes)) {
  const meshKeys = backend.annotationKeys;

  /** The world for this mesh, with every loss accepted: what is lost is said, which the law reads. */
  const prepare = (given: World): { readonly world: World; readonly options: Partial<RenderOptions> } => {
    const own = mesh === 'linkerd' ? {} : { meshVersion: undefined };
    const options: Partial<RenderOptions> = {
      ...given.options,
      ...own,
      mesh,
      annotations: 'upstream',
      output: 'yaml',
      gatewayChannel: 'experimental',
      allowLoss: ['all'],
    };
    const documents = mesh === 'linkerd' ? given.documents : given.documents.filter(({ text }) => !isRoute(text));
    return { world: { ...given, documents, options }, options };
  };

  const importRendered = (text: string, options: Partial<RenderOptions>) => {
    const result = importManifests([fromText('rendered.yaml', text)], { ...options, allowEmpty: true });
    assert.ok(
      result.ok,
      `${text}\n${toFindings(result.diagnostics, locate)
        .map(({ code, message }) => `${code} ${message}`)
        .join('\n')}`,
    );
    const findings = toFindings(result.diagnostics, locate);
    // A response timeout that became one of the request ends the request before the idle timeout does, which no policy may say (RP2021).
    const isCut = findings.some(
      ({ code, message }) => code === 'RP4057' && message.includes('idleTimeout') && message.includes('longer than timeout.requestTimeout'),
    );
    return {
      isCut,
      text: textOfSegments(result.output),
      documents: result.policies.map((policy) => ({ text: `${JSON.stringify(policy)}\n`, lead: '' })),
    };
  };

  /** Everything that the mesh enforces in a stream: generated specs, names apart, and annotations of objects of the user's. */
  const enforced = (text: string): readonly string[] => {
    const objects = objectsOf(text);
    return objects
      .flatMap((object): readonly string[] => {
        const annotations = annotationsOf(object);
        const own = Object.entries(annotations)
          .filter(([key]) => meshKeys.has(key))
          .sort();
        if (annotations[generatedFrom] === undefined) return own.length === 0 ? [] : [`${identityKey(object)} ${JSON.stringify(own)}`];
        const where = identityKey(object).replace(/[^/]*$/, '');
        return [`${where} ${JSON.stringify(own)} ${JSON.stringify(withoutServer(object))}`];
      })
      .sort();
  };

  test(`${mesh}: what is imported from rendered manifests renders to the same`, () => {
    proveLaw({
      number: `render(import(x)) = x, ${mesh}`,
      over: world,
      check: (given) => {
        const { world: prepared, options } = prepare(given);
        const rendered = renderWorld(prepared, { policies: 'drop' });
        if (!rendered.ok) return false;
        const imported = importRendered(rendered.text, options);
        if (imported.isCut) return false;
        const others = prepared.documents.filter(({ policy }) => policy === undefined);
        const again = renderWorld({ ...prepared, documents: [...others, ...imported.documents] }, { policies: 'drop' });
        assert.ok(again.ok, `${errorsOf(again)}\n${imported.text}`);
        assert.equal(enforced(again.text), enforced(rendered.text), imported.text);
        return rendered.changed;
      },
    });
  });

  test(`${mesh}: the imported policies ask for what the policies asked for, but for what was reported as lost`, () => {
    let same = 0;
    let excused = 0;
    proveLaw({
      number: `import(render(p)) = p, ${mesh}`,
      over: world,
      check: (given) => {
        const { world: prepared, options } = prepare(given);
        const kept = renderWorld(prepared, { policies: 'keep' });
        if (!kept.ok) return false;
        const dropped = renderWorld(prepared, { policies: 'drop' });
        const { text: policies } = importRendered(dropped.text, options);
        const before = readEffects(kept.text, options);
        const after = readEffects(policies === '' ? dropped.text : `${dropped.text}---\n${policies}`, options);
        const findings = kept.findings();
        for (const [key, found] of after) {
          const asked = before.get(key);
          for (const [field, value] of found.fields) {
            if (asked?.fields.get(field) === value) same++;
            else if (isAddition(field, { asked, key, before }, findings)) excused++;
            else assert.unreachable(`${key} ${field}: ${asked?.fields.get(field)} became ${value}\n${policies}`);
          }
        }
        for (const [key, asked] of before) {
          for (const [field, value] of asked.fields) {
            if (after.get(key)?.fields.has(field)) continue;
            if (isLost(field, asked, findings) || isDefault(field, value) || isBeside(field, key, after)) excused++;
            else assert.unreachable(`${key} ${field}: ${value} is gone\n${policies}`);
          }
        }
        return kept.changed;
      },
    });
    console.log(`import, ${mesh}: ${same} leaves came back, ${excused} were excused by a report or a default`);
    assert.ok(same >= 300, 'leaves come back');
  });
}

/** A generated limit names a generated Server, whose name holds the policy's. */
function withoutServer(object: KubeObject): unknown {
  return JSON.parse(JSON.stringify(object['spec']).replace(/("targetRef":\{[^}]*"name":)"[^"]*"/, '$1""'));
}

/** A value that is the same as none. */
function isDefault(field: PolicyField, value: string): boolean {
  return (field === 'circuitBreaker.maxEjectionPercent' && value === '100') || (field.endsWith('.ttl') && value === '0');
}

/** Whether a limit came back on another port that leads to the same pods. */
function isBeside(field: PolicyField, key: string, after: ReadonlyMap<string, PortEffect>): boolean {
  const service = key.replace(/\d+$/, '');
  return field.startsWith('rateLimit.') && [...after].some(([other, { fields }]) => other.startsWith(service) && fields.has(field));
}

const names = (field: string, { policy }: PortEffect, { message }: Finding): boolean =>
  message.includes(field) && message.includes(policy.name);

/** The render has said that the field is not, or not quite, in force. */
function isLost(field: PolicyField, asked: PortEffect, findings: readonly Finding[]): boolean {
  const about = findings.filter((finding) => /^RP40/.test(finding.code) && finding.message.includes(asked.policy.name));
  if (about.some(({ code }) => code === 'RP4004' || code === 'RP4005')) return true;
  if (about.some((finding) => names(field, asked, finding))) return true;
  // What leaves nothing to retry takes the whole section with it.
  if (field.startsWith('retry.') && about.some(({ message }) => /nothing is retried|has no gRPC status/.test(message))) return true;
  return field === 'retry.retryableStatusCodes' && about.some(({ code }) => code === 'RP4010');
}

const times: readonly PolicyField[] = ['timeout.requestTimeout', 'timeout.responseTimeout', 'retry.retryTimeout'];

/** What an import may say beyond the policy: what the mesh does anyway, or what a reported approximation wrote instead. */
function isAddition(
  field: PolicyField,
  {
    asked,
    key,
    before,
  }: { readonly asked: PortEffect | undefined; readonly key: string; readonly before: ReadonlyMap<string, PortEffect> },
  findings: readonly Finding[],
): boolean {
  // One breaker for all ports of a Service (RP4009).
  const beside = [...before].filter(([other]) => other.replace(/:\d+$/, '') === key.replace(/:\d+$/, ''));
  const isShared =
    findings.some(({ code }) => code === 'RP4009') && beside.some(([, { fields }]) => fields.has('circuitBreaker.failureThreshold'));
  if (field.startsWith('circuitBreaker.') && isShared) return true;
  // A limit is for pods, which several ports may lead to.
  if (field.startsWith('rateLimit.') && beside.some(([, { fields }]) => fields.has(field))) return true;
  if (asked === undefined) return false;
  if (isLost(field, asked, findings)) return true;
  if (/retryable(?:Status|Grpc)Codes$/.test(field)) return asked.policy.retry !== undefined && !asked.fields.has(field);
  if (times.includes(field)) return times.some((each) => asked.fields.has(each) && isLost(each, asked, findings));
  // Linkerd's breaker needs both penalties where one is beyond the default of the other.
  const penalties: readonly PolicyField[] = ['circuitBreaker.baseEjectionTime', 'circuitBreaker.maxEjectionTime'];
  return penalties.includes(field) && !asked.fields.has(field) && penalties.some((each) => asked.fields.has(each));
}

test.run();
