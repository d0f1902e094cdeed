// JavaScript with a declaration of its own: the declarations of client-node need those of packages that nobody installs.
// biome-ignore lint/style/noRestrictedImports: the one place that loads it (src/README.md)
export { KubeConfig } from '@kubernetes/client-node';
