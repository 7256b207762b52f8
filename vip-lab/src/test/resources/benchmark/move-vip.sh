#!/bin/sh
# What vip is compared with: the usual script, rebuilt after AWS's example of a monitor that takes over an address. Two calls
# of the aws command: find the instance's network interface, then assign the address to it, whoever has it now. It checks
# nothing, and looks at nothing afterwards. Only the endpoint was added.
#
# usage: [ENDPOINT_URL=URL] move-vip.sh ADDRESS INSTANCE
VIP=$1
INSTANCE_ID=$2

ENI_ID=$(aws ${ENDPOINT_URL:+--endpoint-url "$ENDPOINT_URL"} ec2 describe-instances --instance-ids "$INSTANCE_ID" \
    --query 'Reservations[0].Instances[0].NetworkInterfaces[0].NetworkInterfaceId' --output text)
aws ${ENDPOINT_URL:+--endpoint-url "$ENDPOINT_URL"} ec2 assign-private-ip-addresses --network-interface-id "$ENI_ID" \
    --private-ip-addresses "$VIP" --allow-reassignment
