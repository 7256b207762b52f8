package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Tags in the reference, on interfaces, instances and Elastic IPs. They go when the resource does. */
final class ReferenceTags implements ReferenceSubject {

    private final ReferenceRun run;
    private final ReferenceBook book;
    private final ReferenceElasticIps elasticIps;

    /** By resource and key, parted by a space. */
    private final Map<String, String> tags = new TreeMap<>();

    ReferenceTags(ReferenceRun run, ReferenceElasticIps elasticIps) {
        this.run = run;
        this.book = run.book;
        this.elasticIps = elasticIps;
        book.whenGone(this::forget);
    }

    private void forget(String resource) {
        tags.keySet().removeIf(key -> key.startsWith(resource + " "));
    }

    @Override
    public int weight() {
        return 2;
    }

    /** Keys and values of a few letters, so that they meet again; now and then one that is over a limit. */
    @Override
    public void step() {
        List<String> resources = new ArrayList<>(List.of(run.oneIn(3) ? run.someInstance() : run.someInterface()));
        List<String> allocations = elasticIps.allocations();
        if (!allocations.isEmpty() && run.random.nextBoolean()) {
            resources.add(run.pick(allocations));
        }
        boolean reserved = run.oneIn(20);
        boolean tooLong = run.oneIn(20);
        String key = (reserved ? "aws:" : "k") + run.random.nextInt(4);
        String value = tooLong ? "v".repeat(257) : "v" + run.random.nextInt(3);
        Set<String> why = new LinkedHashSet<>();
        for (String resource : resources) {
            if (resource.startsWith("eni-")) {
                why.addAll(book.whyNoInterface(resource));
            } else if (resource.startsWith("i-")) {
                why.addAll(book.whyNoInstance(resource));
            }
        }
        if (run.random.nextBoolean()) {
            if (reserved) {
                why.add("InvalidParameterValue: Value ( " + key + " ) for parameter key is invalid. Tag keys starting"
                        + " with 'aws:' are reserved for internal use");
            }
            if (tooLong) {
                why.add("InvalidParameterValue: Tag value exceeds the maximum length of 256 characters");
            }
            tag(resources, key, value, why);
        } else {
            untag(resources, key, value, why);
            lookForTagged();
        }
    }

    private void tag(List<String> resources, String key, String value, Set<String> why) {
        Tag tag = Tag.builder().key(key).value(value).build();
        if (run.attempt(
                "tag " + resources,
                why,
                () -> run.ec2.createTags(request -> request.resources(resources).tags(tag)))) {
            resources.forEach(resource -> tags.put(resource + " " + key, value));
        }
    }

    private void untag(List<String> resources, String key, String value, Set<String> missing) {
        boolean whatever = run.random.nextBoolean();
        boolean all = run.oneIn(10);
        Tag tag = Tag.builder().key(key).value(whatever ? null : value).build();
        if (run.attempt(
                "untag " + resources,
                missing,
                () -> run.ec2.deleteTags(
                        request -> request.resources(resources).tags(all ? List.of() : List.of(tag))))) {
            for (String resource : resources) {
                tags.entrySet()
                        .removeIf(entry -> all
                                ? entry.getKey().startsWith(resource + " ")
                                : entry.getKey().equals(resource + " " + key)
                                        && (whatever || entry.getValue().equals(value)));
            }
        }
    }

    private void lookForTagged() {
        Filter filter = Filter.builder().name("tag:k1").values("v1").build();
        Set<String> found = new TreeSet<>();
        run.ec2
                .describeNetworkInterfaces(request -> request.filters(filter))
                .networkInterfaces()
                .forEach(each -> found.add(each.networkInterfaceId()));
        run.ec2.describeInstances(request -> request.filters(filter)).reservations().stream()
                .flatMap(each -> each.instances().stream())
                .forEach(each -> found.add(each.instanceId()));
        Set<String> tagged = new TreeSet<>(book.prefixOf.keySet());
        tagged.addAll(book.stateOf.keySet());
        tagged.removeIf(each -> !"v1".equals(tags.get(each + " k1")));
        assertThat(found).as("interfaces and instances with k1=v1").isEqualTo(tagged);
    }

    @Override
    public void compare() {
        Map<String, String> listed = new TreeMap<>();
        run.ec2
                .describeTagsPaginator(request -> request.maxResults(5))
                .tags()
                .forEach(each -> listed.put(each.resourceId() + " " + each.key(), each.value()));
        assertThat(listed).as("tags").isEqualTo(tags);
    }
}
