/** What differs between a pod and the template of one. */
export interface PodRules {
  /** Templates allow more: padded images, host ports to come, image volumes without a reference. */
  readonly isPod: boolean
  /** The pod's name, which the claims of its ephemeral volumes carry; '' in templates. */
  readonly podName: string
}
