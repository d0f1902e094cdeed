// Generated from schemas/renderer-config.schema.json by build/generate.ts; edit the schema instead.

/** The options. */
export interface RendererConfigSpec {
  /** Form of the output: a YAML stream, or one JSON `List`. */
  readonly output?: 'yaml' | 'json';
  /** The mesh to render for; `auto` takes for each Service what the input shows. */
  readonly mesh?: string;
  /** Version of the mesh, as `x.y` in quotes (unquoted 2.20 is the number 2.2), or of several as `linkerd=2.18,istio=1.30`. The newest that this release knows when absent. */
  readonly meshVersion?: string;
  /** Which annotations to write: those that the mesh enforces, or the table of the operator design document. */
  readonly annotations?: 'upstream' | 'operator-v1';
  /** The release channel of the Gateway API CRDs in the cluster, for meshes that are given HTTPRoutes: `retry` exists in the experimental one only. */
  readonly gatewayChannel?: 'standard' | 'experimental';
  /** DNS domain of the cluster, for meshes that name a Service by its host name. */
  readonly clusterDomain?: string;
  /** Namespace of objects that name none. They have none when absent. */
  readonly namespace?: string;
  /** Whether policies stay in the output. */
  readonly policies?: 'keep' | 'drop';
  /** What to do with a generated object whose policy is not in the input. */
  readonly orphans?: 'error' | 'remove' | 'keep';
  /** Policy fields that may be lost where the mesh cannot enforce them; `all` for every one. */
  readonly allowLoss?: readonly (
    | 'all'
    | 'circuitBreaker.failureThreshold'
    | 'circuitBreaker.baseEjectionTime'
    | 'circuitBreaker.maxEjectionTime'
    | 'circuitBreaker.maxEjectionPercent'
    | 'circuitBreaker.interval'
    | 'retry.maxAttempts'
    | 'retry.retryableStatusCodes'
    | 'retry.retryTimeout'
    | 'retry.retryableGrpcCodes'
    | 'retry.methods'
    | 'timeout.requestTimeout'
    | 'timeout.responseTimeout'
    | 'timeout.idleTimeout'
    | 'rateLimit.requestsPerSecond'
    | 'rateLimit.perClientRequestsPerSecond'
    | 'rateLimit.overrides'
    | 'rateLimit.accessPolicy'
    | 'loadBalancing.algorithm'
    | 'loadBalancing.consistentHash.header'
    | 'loadBalancing.consistentHash.cookie.name'
    | 'loadBalancing.consistentHash.cookie.path'
    | 'loadBalancing.consistentHash.cookie.ttl'
    | 'loadBalancing.consistentHash.sourceAddress'
    | 'bulkhead.maxConnections'
    | 'bulkhead.maxPendingRequests'
    | 'bulkhead.maxRequests'
  )[];
  /** Whether an input without any object is fine. */
  readonly allowEmpty?: boolean;
  /** Order of the output: as it has to be applied, the same for any packaging of the input; or as the input has it. */
  readonly order?: 'apply' | 'input';
  /** Whether warnings fail the run. */
  readonly strict?: boolean;
  /** Whether a policy wins over an annotation of the same key that was written by hand. */
  readonly adopt?: boolean;
  /** Whether a policy may target a Service of another namespace without a ReferenceGrant. */
  readonly allowCrossNamespace?: boolean;
  /** Whether every document is parsed, also those that are certain to have no part in the result. */
  readonly parseAll?: boolean;
  /** Only for a function of kustomize or kpt: whether it gives the rendered objects back, or only says what is wrong, as a validator does. */
  readonly mode?: 'transform' | 'validate';
  /** Paths to leave out, as glob patterns relative to the path that is read. */
  readonly exclude?: readonly string[];
  /** Name of the file beside the file of a Service that `render --write` puts generated objects into. */
  readonly generatedFile?: string;
  /** How much of an input is read before it is refused. Sizes and counts hold for everything that comes in; what is only said of a document holds where one is parsed. */
  readonly limits?: {
    /** Bytes of one file, or of standard input. */
    readonly fileSize?: string;
    /** Bytes of all files together. */
    readonly totalSize?: string;
    /** Files that are read. */
    readonly files?: number;
    /** Documents of all files together. */
    readonly documents?: number;
    /** Bytes of one document that is parsed. */
    readonly documentSize?: string;
    /** Characters of one line of a document that is parsed. */
    readonly lineLength?: string;
    /** How deep mappings and lists may stand in each other, aliases followed. */
    readonly depth?: number;
    /** Keys of one mapping. */
    readonly keys?: number;
    /** Characters by which aliases and merge keys may make one document longer. */
    readonly aliases?: string;
    /** How long reading and rendering may take on the command line and in a function of kustomize; 0 for as long as it takes. Nothing that is written is ever interrupted. */
    readonly time?: string;
  };
}
