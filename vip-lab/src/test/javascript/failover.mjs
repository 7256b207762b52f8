// A failover as somebody else writes it: the AWS SDK for JavaScript v3, as it comes. Endpoints, region and keys are in the environment
// (AWS_ENDPOINT_URL, AWS_EC2_METADATA_SERVICE_ENDPOINT, AWS_REGION). Each call is a line of JSON: its name, and what went wrong or nothing.
import {
  EC2Client, AllocateAddressCommand, AssignPrivateIpAddressesCommand, AssociateAddressCommand, CreateRouteCommand, CreateTagsCommand,
  DeleteRouteCommand, DeleteTagsCommand, DescribeAddressesCommand, DescribeAvailabilityZonesCommand, DescribeInstanceStatusCommand,
  DescribeInstancesCommand, DescribeNetworkInterfaceAttributeCommand, DescribeNetworkInterfacesCommand, DescribeRegionsCommand,
  DescribeRouteTablesCommand, DescribeSubnetsCommand, DescribeTagsCommand, DescribeVpcsCommand, DisassociateAddressCommand,
  ModifyNetworkInterfaceAttributeCommand, ReleaseAddressCommand, ReplaceRouteCommand, StartInstancesCommand, StopInstancesCommand,
  UnassignPrivateIpAddressesCommand, paginateDescribeInstances, waitUntilInstanceRunning, waitUntilInstanceStatusOk, waitUntilInstanceStopped,
} from "@aws-sdk/client-ec2";
import {
  Route53Client, ChangeResourceRecordSetsCommand, ListHostedZonesByNameCommand, ListResourceRecordSetsCommand,
  waitUntilResourceRecordSetsChanged,
} from "@aws-sdk/client-route-53";
import { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { fromInstanceMetadata, fromTemporaryCredentials } from "@aws-sdk/credential-providers";

const [floating, from, to] = process.argv.slice(2);

async function call(name, what, check = () => true) {
  const line = { call: name };
  try {
    const reply = await what();
    if (!check(reply)) {
      line.problem = "not as expected: " + JSON.stringify(reply, (key, value) => (key === "$metadata" ? undefined : value));
    }
    console.log(JSON.stringify(line));
    return reply;
  } catch (error) {
    console.log(JSON.stringify({ ...line, problem: `${error.name}: ${error.message}` }));
    return {};
  }
}

// It must be refused, in the words that a program looks at.
async function refused(name, code, what) {
  try {
    await what();
    console.log(JSON.stringify({ call: name, problem: "was not refused" }));
  } catch (error) {
    console.log(JSON.stringify({ call: name, ...(error.name === code ? {} : { problem: `${error.name}: ${error.message}` }) }));
  }
}

const quick = { minDelay: 1, maxDelay: 1, maxWaitTime: 60 };
const eniOf = (reply) => reply.Reservations?.[0]?.Instances?.[0]?.NetworkInterfaces?.[0];
const holds = (reply, eni) => reply.NetworkInterfaces?.length === 1 && reply.NetworkInterfaces[0].NetworkInterfaceId === eni;

// Who am I: with the keys of the instance's role, and with those of a role that is assumed.
const credentials = fromInstanceMetadata({ maxRetries: 1 });
const sts = new STSClient({ credentials });
await call("GetCallerIdentity", () => sts.send(new GetCallerIdentityCommand({})), (r) => r.Arn.includes(":assumed-role/"));
const role = { RoleArn: "arn:aws:iam::123456789012:role/failover", RoleSessionName: "failover" };
await call("AssumeRole", () => sts.send(new AssumeRoleCommand(role)), (r) => r.Credentials.Expiration > new Date());
const assumed = new STSClient({ credentials: fromTemporaryCredentials({ params: role, masterCredentials: credentials }) });
await call("GetCallerIdentity as the role", () => assumed.send(new GetCallerIdentityCommand({})), (r) => r.Arn.endsWith(":assumed-role/failover/failover"));

// What is there.
const ec2 = new EC2Client({ credentials });
await call("DescribeRegions", () => ec2.send(new DescribeRegionsCommand({})), (r) => r.Regions.length > 0);
await call("DescribeAvailabilityZones", () => ec2.send(new DescribeAvailabilityZonesCommand({})), (r) => r.AvailabilityZones.length > 1);
await call("DescribeVpcs", () => ec2.send(new DescribeVpcsCommand({})), (r) => r.Vpcs.length === 1);
await call("DescribeSubnets", () => ec2.send(new DescribeSubnetsCommand({})), (r) => r.Subnets.length > 0);
await call("DescribeInstances, by pages", async () => {
  const found = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {})) {
    found.push(...page.Reservations.flatMap((each) => each.Instances.map((instance) => instance.InstanceId)));
  }
  return found;
}, (found) => found.includes(from) && found.includes(to));
const eniFrom = eniOf(await call("DescribeInstances of the holder", () => ec2.send(new DescribeInstancesCommand({ InstanceIds: [from] })), (r) => eniOf(r).PrivateIpAddresses.some((each) => each.PrivateIpAddress === floating)));
const eniTo = eniOf(await call("DescribeInstances of the target", () => ec2.send(new DescribeInstancesCommand({ InstanceIds: [to] })), (r) => eniOf(r).Status === "in-use"));
await call("DescribeInstanceStatus", () => ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [to] })), (r) => r.InstanceStatuses[0].InstanceState.Name === "running");
await call("waitUntilInstanceStatusOk", () => waitUntilInstanceStatusOk({ client: ec2, ...quick }, { InstanceIds: [to] }), (r) => r.state === "SUCCESS");

// Take it over, and look.
const look = () => ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "addresses.private-ip-address", Values: [floating] }] }));
await call("DescribeNetworkInterfaces before", look, (r) => holds(r, eniFrom.NetworkInterfaceId));
await call("CreateTags", () => ec2.send(new CreateTagsCommand({ Resources: [to], Tags: [{ Key: "role", Value: "primary" }] })));
await call("DescribeTags", () => ec2.send(new DescribeTagsCommand({ Filters: [{ Name: "key", Values: ["role"] }] })), (r) => r.Tags[0].ResourceId === to);
await refused("AssignPrivateIpAddresses without the flag", "InvalidParameterValue", () => ec2.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId: eniTo.NetworkInterfaceId, PrivateIpAddresses: [floating] })));
await call("AssignPrivateIpAddresses", () => ec2.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId: eniTo.NetworkInterfaceId, PrivateIpAddresses: [floating], AllowReassignment: true })), (r) => r.AssignedPrivateIpAddresses[0].PrivateIpAddress === floating);
await call("DescribeNetworkInterfaces after", look, (r) => holds(r, eniTo.NetworkInterfaceId));

// Its public side.
const elastic = await call("AllocateAddress", () => ec2.send(new AllocateAddressCommand({ Domain: "vpc" })), (r) => r.AllocationId.startsWith("eipalloc-"));
const association = await call("AssociateAddress", () => ec2.send(new AssociateAddressCommand({ AllocationId: elastic.AllocationId, NetworkInterfaceId: eniTo.NetworkInterfaceId, PrivateIpAddress: floating })), (r) => r.AssociationId.startsWith("eipassoc-"));
await call("DescribeAddresses", () => ec2.send(new DescribeAddressesCommand({ AllocationIds: [elastic.AllocationId] })), (r) => r.Addresses[0].PrivateIpAddress === floating);
await call("DisassociateAddress", () => ec2.send(new DisassociateAddressCommand({ AssociationId: association.AssociationId })));
await call("ReleaseAddress", () => ec2.send(new ReleaseAddressCommand({ AllocationId: elastic.AllocationId })));

// An address outside the VPC, by its routes.
const overlay = "192.168.50.10/32";
const attribute = { NetworkInterfaceId: eniTo.NetworkInterfaceId };
await call("ModifyNetworkInterfaceAttribute", () => ec2.send(new ModifyNetworkInterfaceAttributeCommand({ ...attribute, SourceDestCheck: { Value: false } })));
await call("DescribeNetworkInterfaceAttribute", () => ec2.send(new DescribeNetworkInterfaceAttributeCommand({ ...attribute, Attribute: "sourceDestCheck" })), (r) => r.SourceDestCheck.Value === false);
const table = (await call("DescribeRouteTables", () => ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: "association.main", Values: ["true"] }] })), (r) => r.RouteTables.length === 1)).RouteTables[0].RouteTableId;
const route = { RouteTableId: table, DestinationCidrBlock: overlay };
await refused("ReplaceRoute of what there is not", "InvalidParameterValue", () => ec2.send(new ReplaceRouteCommand({ ...route, NetworkInterfaceId: eniTo.NetworkInterfaceId })));
await call("CreateRoute", () => ec2.send(new CreateRouteCommand({ ...route, NetworkInterfaceId: eniFrom.NetworkInterfaceId })), (r) => r.Return);
await call("ReplaceRoute", () => ec2.send(new ReplaceRouteCommand({ ...route, NetworkInterfaceId: eniTo.NetworkInterfaceId })));
await call("DescribeRouteTables of the route", () => ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: "route.destination-cidr-block", Values: [overlay] }] })), (r) => r.RouteTables[0].Routes.some((each) => each.InstanceId === to && each.State === "active"));
await call("DeleteRoute", () => ec2.send(new DeleteRouteCommand(route)));

// Its name.
const dns = new Route53Client({ credentials });
const zone = (await call("ListHostedZonesByName", () => dns.send(new ListHostedZonesByNameCommand({ DNSName: "example.com" })), (r) => r.HostedZones[0].Name === "example.com.")).HostedZones[0].Id;
const record = { Name: "db.example.com", Type: "A", TTL: 30, ResourceRecords: [{ Value: floating }] };
const change = await call("ChangeResourceRecordSets", () => dns.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: record }] } })), (r) => r.ChangeInfo.Status === "PENDING");
await call("waitUntilResourceRecordSetsChanged", () => waitUntilResourceRecordSetsChanged({ client: dns, ...quick }, { Id: change.ChangeInfo.Id }), (r) => r.state === "SUCCESS");
await call("ListResourceRecordSets", () => dns.send(new ListResourceRecordSetsCommand({ HostedZoneId: zone, StartRecordName: "db.example.com", StartRecordType: "A" })), (r) => r.ResourceRecordSets[0].ResourceRecords[0].Value === floating);
await refused("ChangeResourceRecordSets of what is another by now", "InvalidChangeBatch", () => dns.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zone, ChangeBatch: { Changes: [{ Action: "DELETE", ResourceRecordSet: { ...record, ResourceRecords: [{ Value: "10.0.1.99" }] } }] } })));

// The old host, and the end.
await call("StopInstances", () => ec2.send(new StopInstancesCommand({ InstanceIds: [from] })), (r) => r.StoppingInstances[0].InstanceId === from);
await call("waitUntilInstanceStopped", () => waitUntilInstanceStopped({ client: ec2, ...quick }, { InstanceIds: [from] }), (r) => r.state === "SUCCESS");
await call("StartInstances", () => ec2.send(new StartInstancesCommand({ InstanceIds: [from] })));
await call("waitUntilInstanceRunning", () => waitUntilInstanceRunning({ client: ec2, ...quick }, { InstanceIds: [from] }), (r) => r.state === "SUCCESS");
await call("UnassignPrivateIpAddresses", () => ec2.send(new UnassignPrivateIpAddressesCommand({ NetworkInterfaceId: eniTo.NetworkInterfaceId, PrivateIpAddresses: [floating] })));
await call("DescribeNetworkInterfaces at the end", look, (r) => r.NetworkInterfaces.length === 0);
await call("DeleteTags", () => ec2.send(new DeleteTagsCommand({ Resources: [to], Tags: [{ Key: "role" }] })));
