package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcTag;
import org.jspecify.annotations.Nullable;

/** Tags, of whatever has some. */
final class TagActions {

    private static final Selection<VpcTag> FILTERS = new Selection<VpcTag>()
            .on("key", VpcTag::key)
            .on("resource-id", VpcTag::resourceId)
            .on("resource-type", VpcTag::resourceType)
            .on("value", VpcTag::value)
            .tag(tag -> Map.of(tag.key(), tag.value()));

    private final InMemoryVpc network;
    private final boolean sparsePages;

    TagActions(InMemoryVpc network, boolean sparsePages) {
        this.network = network;
        this.sparsePages = sparsePages;
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("CreateTags", this::create)
                        .dryRun()
                        .takes("ResourceId.N")
                        .takesIn("Tag", "Key", "Value"),
                new Ec2Action("DeleteTags", this::delete)
                        .dryRun()
                        .takes("ResourceId.N")
                        .takesIn("Tag", "Key", "Value"),
                new Ec2Action("DescribeTags", this::describe)
                        .dryRun()
                        .filtered(FILTERS)
                        .paged());
    }

    private void create(QueryRequest request, Xml reply) {
        List<String> ids = request.list("ResourceId");
        Map<String, String> tags = request.tagsAt("");
        request.finish();
        network.createTags(ids, tags);
        reply.leaf("return", true);
    }

    private void delete(QueryRequest request, Xml reply) {
        List<String> ids = request.list("ResourceId");
        Map<String, @Nullable String> tags = request.keysAt("");
        request.finish();
        network.deleteTags(ids, tags);
        reply.leaf("return", true);
    }

    private void describe(QueryRequest request, Xml reply) {
        Map<String, List<String>> filters = request.filters();
        QueryRequest.PageWanted wanted = request.pageWanted();
        request.finish();
        Selection.Page<VpcTag> page = Selection.page(FILTERS.matching(network.tags(), filters), wanted, sparsePages);
        reply.items(
                        "tagSet",
                        page.items(),
                        tag -> reply.leaf("resourceId", tag.resourceId())
                                .leaf("resourceType", tag.resourceType())
                                .leaf("key", tag.key())
                                .leaf("value", tag.value()))
                .leaf("nextToken", page.nextToken());
    }
}
