import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { emptyGeneratedFile, renderInPlace } from '../../src/render-in-place.ts';

type Tree = Readonly<Record<string, string>>;
const name = 'resilience.generated.yaml';

/** The tree after rendering in place; null stands for a file that has to go. */
function changesOf(tree: Tree, options: Partial<RenderOptions> = { orphans: 'remove' }): Readonly<Record<string, string | null>> {
  const files = Object.entries(tree).map(([path, text]) => fromText(path, text));
  const result = renderInPlace(files, options, { generatedFile: name });
  assert.ok(
    result.ok,
    result
      .findings()
      .map(({ code, message }) => `${code} ${message}`)
      .join('\n'),
  );
  const changed = result.files.filter((file) => file.changed);
  return Object.fromEntries(changed.map(({ path, after }) => [path, after === undefined ? null : textOfSegments(after)]));
}

function codesOf(tree: Tree): readonly string[] {
  const files = Object.entries(tree).map(([path, text]) => fromText(path, text));
  return renderInPlace(files, { orphans: 'remove' }, { generatedFile: name })
    .findings()
    .map(({ code }) => code);
}

const service = `apiVersion: v1
kind: Service
metadata:
  name: web # the shop's front
spec:
  selector: {app: web}
  ports: [{name: http, port: 80}]
`;
const policy = (target = 'web'): string => `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: ${target}
spec:
  targetRef: {name: ${target}}
  circuitBreaker: {failureThreshold: 4}
  timeout: {requestTimeout: 3s}
`;
const written = changesOf({ 'web.yaml': service, 'policy.yaml': policy() });
const generated = String(written[name]);

test('only annotation lines of a Service change; the route goes to a file of its own', () => {
  assert.equal(Object.keys(written).sort(), [name, 'web.yaml']);
  assert.is(
    String(written['web.yaml'])
      .split('\n')
      .filter((line) => !/^ {2}annotations:|^ {4}\S+linkerd\.io\/|^ {4}resilience\.auth-platform/.test(line))
      .join('\n'),
    service,
  );
  assert.ok(generated.startsWith(`${emptyGeneratedFile}---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n`), generated);
});

test('the file stands beside the one of the Service, on every level', () => {
  const tree = { 'a/b/web.yaml': service, 'api.yaml': service.replaceAll('web', 'api'), 'p.yaml': `${policy()}---\n${policy('api')}` };
  assert.equal(Object.keys(changesOf(tree)).sort(), [`a/b/${name}`, 'a/b/web.yaml', 'api.yaml', name]);
});

test('separators, comments between documents, a byte order mark and line ends stay', () => {
  const before = `\uFEFF# licence\n---\n\n# about the map\n${policy('x').replace('ResiliencePolicy', 'Other')}--- # next\n`;
  const after = `\n...\n---\n# the end\n`;
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  for (const form of [(text: string) => text, crlf]) {
    const tree = { 'web.yaml': form(before + service + after), 'policy.yaml': policy() };
    const found = String(changesOf(tree)['web.yaml']);
    assert.ok(found.startsWith(form(before)), JSON.stringify(found));
    assert.ok(found.endsWith(form(`ports: [{name: http, port: 80}]\n${after}`)), JSON.stringify(found));
    assert.is(found.replaceAll('\r\n', '').includes('\n'), form !== crlf);
  }
});

test('a Service behind a directive or beside its separator is written so that it reads back', () => {
  for (const text of [
    `%YAML 1.1\n---\n${service}`,
    `--- {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}\n`,
  ]) {
    const found = changesOf({ 'web.yaml': `kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n...\n${text}`, 'policy.yaml': policy() });
    const again = { ...found, 'policy.yaml': policy() } as Tree;
    assert.equal(changesOf(again), {});
    assert.match(String(found['web.yaml']), /kind: ConfigMap\n/);
  }
});

test('JSON stays JSON', () => {
  const json = `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80,"x":12345678901234567890}]}}]}\n`;
  const found = changesOf({ 'web.json': json, 'policy.yaml': policy() });
  const text = String(found['web.json']);
  assert.is(JSON.parse(text).items[0].metadata.annotations['balancer.linkerd.io/failure-accrual'], 'consecutive');
  assert.match(text, '12345678901234567890');
});

test('when the policy is gone, so is everything that came from it', () => {
  const tree = { ...written, 'policy.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n' } as Tree;
  assert.equal(changesOf(tree), { 'web.yaml': service, [name]: null });
});

test('a marked object that somebody moved stays where it is; when its policy goes, it goes with its separator', () => {
  const route = generated.slice(generated.indexOf('---\n') + 4);
  const config = (n: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${n}}\n`;
  const shapes = {
    first: [route, config('a'), config('b')],
    middle: [config('a'), route, config('b')],
    last: [config('a'), config('b'), route],
  };
  for (const [place, parts] of Object.entries(shapes)) {
    const tree = { 'web.yaml': String(written['web.yaml']), 'routes.yaml': parts.join('---\n'), 'policy.yaml': policy() };
    assert.equal(changesOf(tree), {}, place);
    assert.equal(changesOf({ ...tree, 'policy.yaml': config('z') })['routes.yaml'], `${config('a')}---\n${config('b')}`, place);
  }
  assert.is(changesOf({ 'web.yaml': service, 'routes.yaml': route })['routes.yaml'], null);
});

test('generated objects follow their Service to another directory', () => {
  const tree = { 'shop/web.yaml': String(written['web.yaml']), [name]: generated, 'policy.yaml': policy() };
  assert.equal(changesOf(tree), { [name]: null, [`shop/${name}`]: generated });
});

test('a formatted file of generated objects that says the same is left alone', () => {
  const tree = {
    ...written,
    [name]: generated.replace(emptyGeneratedFile, '').replace('kind: HTTPRoute', 'kind:   "HTTPRoute"'),
    'policy.yaml': policy(),
  } as Tree;
  assert.equal(changesOf(tree), {});
});

test('an empty file of that name, or one with the header alone, is filled', () => {
  for (const text of ['', emptyGeneratedFile, `${emptyGeneratedFile}---\n`, '# nothing yet\n']) {
    assert.is(changesOf({ 'web.yaml': service, 'policy.yaml': policy(), [name]: text })[name], generated, JSON.stringify(text));
  }
});

test('a foreign file of that name is refused when something has to go there (RP5011), and only then', () => {
  for (const foreign of [
    service.replace('name: web', 'name: other'),
    'a: 1\n',
    `${generated}---\n${service.replace('name: web', 'name: other')}`,
  ]) {
    assert.ok(
      codesOf({
        'web.yaml': service,
        'policy.yaml': policy(),
        [name]: foreign.replaceAll('name: web\n  labels', 'name: x\n  labels'),
      }).includes('RP5011'),
    );
  }
  assert.not.ok(codesOf({ 'web.yaml': service, [name]: service.replace('name: web', 'name: other') }).includes('RP5011'));
});

test('with an error no file is planned', () => {
  const files = [fromText('web.yaml', service), fromText('p.yaml', policy('wbe'))];
  const { ok, files: planned } = renderInPlace(files, {}, { generatedFile: name });
  assert.not.ok(ok);
  assert.equal(planned, []);
});

test.run();
