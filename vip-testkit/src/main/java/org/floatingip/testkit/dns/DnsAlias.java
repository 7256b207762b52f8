package org.floatingip.testkit.dns;

/**
 * What an alias record points at, as Route 53 keeps it. Only kept and shown: nothing here follows it.
 *
 * @param zoneId the zone of the target
 * @param name the name of the target
 * @param evaluateTargetHealth whether the target's health counts
 */
public record DnsAlias(String zoneId, String name, boolean evaluateTargetHealth) {}
