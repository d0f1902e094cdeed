declare const RESILIENCE_RENDERER_VERSION: string | undefined;

/** From package.json, put in by the bundler. For `--version` alone: output never contains it. */
export const version: string = typeof RESILIENCE_RENDERER_VERSION === 'undefined' ? 'source' : RESILIENCE_RENDERER_VERSION;
