package org.floatingip.lab.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/** The tag of this program: on everything that it makes, from the request that makes it, and nowhere else. */
final class Tags {

    static final String KEY = "org.floatingip.conformance";

    /** What the actions make, by what EC2 calls it. Nothing else that makes something is ever sent. */
    private static final Map<String, List<String>> MADE = Map.of(
            "CreateVpc", List.of("vpc"),
            "CreateSubnet", List.of("subnet"),
            "CreateSubnetCidrReservation", List.of("subnet-cidr-reservation"),
            "CreateNetworkInterface", List.of("network-interface"),
            "CreateInternetGateway", List.of("internet-gateway"),
            "CreateRouteTable", List.of("route-table"),
            "CreateSecurityGroup", List.of("security-group"),
            "AllocateAddress", List.of("elastic-ip"),
            "RunInstances", List.of("instance", "network-interface"));

    /** What these make is part of what they name, and goes with it. */
    private static final Set<String> PARTS = Set.of("CreateTags", "CreateRoute");

    private Tags() {}

    /** Whether that action makes something that can't have the tag from the beginning. */
    static boolean makesUntagged(String action) {
        return action.matches("(Create|Run|Allocate|Copy|Import|Register|Request|Purchase|Restore|Provision).*")
                && !PARTS.contains(action)
                && !MADE.containsKey(action);
    }

    /** The parameters, with the tag of that value on what they make. */
    static Map<String, String> added(Map<String, String> parameters, String value) {
        Map<String, String> tagged = new LinkedHashMap<>(parameters);
        for (String type : MADE.getOrDefault(parameters.get("Action"), List.of())) {
            int index = 1;
            while (tagged.containsKey("TagSpecification." + index + ".ResourceType")
                    && !type.equals(tagged.get("TagSpecification." + index + ".ResourceType"))) {
                index++;
            }
            String specification = "TagSpecification." + index + ".";
            int tag = 1;
            while (tagged.containsKey(specification + "Tag." + tag + ".Key")) {
                tag++;
            }
            tagged.put(specification + "ResourceType", type);
            tagged.put(specification + "Tag." + tag + ".Key", KEY);
            tagged.put(specification + "Tag." + tag + ".Value", value);
        }
        return tagged;
    }

    /** Takes the tag out of a reply. */
    static void remove(Element reply) {
        for (Element key : Xml.all(reply, "key")) {
            if (key.getTextContent().equals(KEY)) {
                Element item = (Element) key.getParentNode();
                item.getParentNode().removeChild(item);
            }
        }
    }

    /** Whether it is a set of tags without any: EC2 has that on some resources, and nothing on others. */
    static boolean isEmpty(Element element) {
        return element.getTagName().equals("tagSet") && Xml.children(element).isEmpty();
    }

    /** Whether a resource, as it is described, has the tag; with that value, if one is given. */
    static boolean isOn(Element resource, String value) {
        return Xml.children(resource).stream()
                .filter(child -> child.getTagName().equals("tagSet"))
                .flatMap(set -> Xml.children(set).stream())
                .anyMatch(tag -> Xml.text(tag, "key").equals(KEY)
                        && (value.isEmpty() || Xml.text(tag, "value").equals(value)));
    }
}
