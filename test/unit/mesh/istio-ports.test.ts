import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { portKind } from '../../../src/mesh/shared/istio-ports.ts';
import type { ServiceFacts, ServicePort } from '../../../src/model/service-plan.ts';

const kindOf = (name: string, more: Partial<ServicePort> = {}): string => {
  const kind = portKind({} as ServiceFacts, { port: 8080, name, protocol: 'TCP', targetPort: 8080, ...more });
  return 'http' in kind ? kind.http : kind.reason;
};

test('names are a protocol, or one with a suffix, in any case', () => {
  for (const name of ['http', 'http-web', 'HTTP2', 'http2-api']) assert.is(kindOf(name), 'http', name);
  for (const name of ['grpc', 'grpc-api', 'GRPC-Web', 'grpc-web-api']) assert.is(kindOf(name), 'grpc', name);
  for (const name of ['tcp', 'tls-x', 'https', 'mongo', 'mysql-1', 'Redis', 'udp', 'hbone']) assert.is(kindOf(name), `is named ${name}`);
});

test('what is declared as nothing is looked at, and is HTTP here', () => {
  for (const name of ['', 'web', 'httpx', 'grpcweb', 'tcpdump']) assert.is(kindOf(name), 'http', name);
  assert.is(kindOf('web', { appProtocol: 'shop.example.com/custom' }), 'http');
});

test('ports whose server speaks first are TCP until they are said to be HTTP', () => {
  for (const port of [25, 53, 3306, 27017]) assert.match(kindOf('web', { port }), 'unless its name or appProtocol is http');
  assert.is(kindOf('http', { port: 3306 }), 'http');
  assert.is(kindOf('db', { port: 3306, appProtocol: 'kubernetes.io/h2c' }), 'http');
});

test('appProtocol stands in for the name', () => {
  assert.is(kindOf('http', { appProtocol: 'tcp' }), 'has appProtocol: tcp');
  assert.is(kindOf('tcp', { appProtocol: 'http' }), 'http');
  assert.is(kindOf('web', { appProtocol: 'grpc' }), 'grpc');
  assert.is(kindOf('web', { appProtocol: 'grpc-web' }), 'grpc');
  assert.is(kindOf('web', { appProtocol: 'kubernetes.io/h2c' }), 'http');
  assert.is(kindOf('grpc', { appProtocol: 'kubernetes.io/h2c' }), 'grpc');
  assert.is(kindOf('web', { appProtocol: 'kubernetes.io/ws' }), 'http');
  assert.is(kindOf('web', { appProtocol: 'kubernetes.io/wss' }), 'has appProtocol: kubernetes.io/wss');
});

test('only TCP carries requests', () => {
  assert.is(kindOf('http', { protocol: 'UDP' }), 'is UDP');
  assert.is(kindOf('grpc', { protocol: 'SCTP' }), 'is SCTP');
});

test.run();
