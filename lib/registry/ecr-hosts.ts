/** Hosts of ECR Public, whole names. */
export const PUBLIC_ECR_HOSTS: ReadonlySet<string> = new Set([
  'public.ecr.aws',
  'ecr-public.aws.com',
]);

/**
 * Account, `-fips` where it is there, and region of a private registry. docs.aws.amazon.com/AmazonECR,
 * "Amazon ECR endpoints": commercial, China, GovCloud and the isolated partitions.
 */
export const PRIVATE_ECR_HOST =
  /^(\d{12})\.dkr\.ecr(-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** The same of its name that answers over IPv6 too. */
export const DUAL_STACK_ECR_HOST =
  /^(\d{12})\.dkr-ecr(-fips)?\.([a-z0-9-]+)\.(?:on\.aws|on\.amazonwebservices\.(?:com\.cn|eu))$/;

/** Whether `host` is the registry of an account and region. */
export function isPrivateEcr(host: string): boolean {
  return PRIVATE_ECR_HOST.test(host) || DUAL_STACK_ECR_HOST.test(host);
}
