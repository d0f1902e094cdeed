/** What is used of client-node's KubeConfig. */
export declare class KubeConfig {
  loadFromFile(path: string): void;
  getCurrentContext(): string;
  getContextObject(name: string): { readonly namespace?: string } | null;
  getCurrentCluster(): { readonly server: string } | null;
  getCurrentUser(): { readonly name: string; readonly exec?: unknown } | null;
  /** Fills in certificates and the Authorization header, running a credential plugin where there is one. */
  applyToHTTPSOptions(options: object): Promise<void>;
}
