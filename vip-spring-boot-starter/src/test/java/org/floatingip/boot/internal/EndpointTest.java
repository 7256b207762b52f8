package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.floatingip.boot.test.AutoConfigureScenario;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;

/** The actuator endpoint over HTTP, on the network in memory. */
@SpringBootTest(
        classes = EndpointTest.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"vip.addresses=10.0.1.12", "management.endpoints.web.exposure.include=vip,health"})
@AutoConfigureScenario
class EndpointTest {

    /** An application of nothing but what it is configured to. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @LocalServerPort
    int port;

    @Autowired
    Scenario scenario;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/vip" + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask("GET", path, "");
    }

    @Test
    void get_ofTheEndpoint_saysWhoHolds() throws Exception {
        HttpResponse<String> answer = get("");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"addresses\":[{\"address\":\"10.0.1.12\",\"holders\":[{\"host\":\"i-0a\","
                        + "\"interfaceId\":\"eni-0a\",\"primary\":false}]}],\"underWay\":[]}");
    }

    @Test
    void get_whenTheNetworkCantBeRead_saysSoAndNamesNobody() throws Exception {
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).always());

        HttpResponse<String> answer = get("");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"type\":\"PermissionDenied\"", "\"effect\":\"NONE\"")
                .doesNotContain("holders");
    }

    @Test
    void get_ofATarget_isAPlanAndChangesNothing() throws Exception {
        HttpResponse<String> answer = get("/10.0.1.12/i-0b");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"target\":\"i-0b\"", "\"nothingToDo\":false", "AssignPrivateIpAddresses");
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0a").wasMovedTimes(0);
    }

    @Test
    void get_ofATargetThatCantTakeIt_isAConflict() throws Exception {
        HttpResponse<String> answer = get("/10.0.1.12/i-0f");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"type\":\"UnknownTarget\"", "i-0f");
    }

    @Test
    void get_fromAHostThatDoesNotHoldIt_isAConflict() throws Exception {
        HttpResponse<String> answer = get("/10.0.1.12/i-0b?from=i-0b");

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void get_ofAnotherAddress_isNotFoundAndSaysWhichThereAre() throws Exception {
        HttpResponse<String> answer = get("/10.0.1.99/i-0b");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("only [10.0.1.12]");
    }

    @Test
    void get_ofWhatIsNoHostId_isABadRequest() throws Exception {
        assertThat(get("/10.0.1.12/%20").statusCode()).isEqualTo(400);
    }

    @Test
    void post_whereNobodyAllowedMoves_isNoOperation() throws Exception {
        assertThat(ask("POST", "/10.0.1.12/i-0b", "{}").statusCode()).isEqualTo(405);
        assertThat(scenario).address("10.0.1.12").isHeldBy("i-0a").wasMovedTimes(0);
    }

    @Nested
    @TestPropertySource(properties = "vip.endpoint.allow-moves=true")
    class WhereMovesAreAllowed {

        @Autowired
        Scenario scenario;

        @LocalServerPort
        int here;

        HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
            port = here;
            return ask("POST", path, body);
        }

        @Test
        void post_withAnEpochWhereThereIsNoFence_isABadRequestAndMovesNothing() throws Exception {
            HttpResponse<String> answer = post("/10.0.1.12/i-0b", "{\"epoch\": 7}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0a").wasMovedTimes(0);
        }

        @Test
        void post_moves() throws Exception {
            HttpResponse<String> answer = post("/10.0.1.12/i-0b", "{\"from\":\"i-0a\"}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"outcome\":\"MOVED\"", "\"host\":\"i-0b\"");
            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
        }

        @Test
        void post_withoutABody_moves() throws Exception {
            assertThat(post("/10.0.1.12/i-0b", "").statusCode()).isEqualTo(200);
            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b");
        }

        @Test
        void post_fromAHostThatDoesNotHoldIt_isAConflict() throws Exception {
            HttpResponse<String> answer = post("/10.0.1.12/i-0b", "{\"from\":\"i-0c\"}");

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("\"effect\":\"NONE\"");
            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0a").wasMovedTimes(0);
        }

        @Test
        void post_whoseOutcomeIsUnknown_saysSo() throws Exception {
            scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
            scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).skip(1).always());

            HttpResponse<String> answer = post("/10.0.1.12/i-0b", "{}");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"effect\":\"UNKNOWN\"");
        }
    }

    @Nested
    @TestPropertySource(properties = {"vip.endpoint.allow-moves=true", "management.endpoint.vip.access=read-only"})
    class WhereSpringAllowsReadingAlone {

        @LocalServerPort
        int here;

        @Test
        void post_isNoOperation() throws Exception {
            port = here;

            assertThat(ask("POST", "/10.0.1.12/i-0b", "{}").statusCode()).isEqualTo(405);
            assertThat(get("").statusCode()).isEqualTo(200);
        }
    }
}
