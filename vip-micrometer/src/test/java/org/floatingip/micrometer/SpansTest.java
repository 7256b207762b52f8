package org.floatingip.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.floatingip.RefusedException;
import org.junit.jupiter.api.Test;

/** The spans, by either bridge of Micrometer Tracing. */
class SpansTest {

    private static Observed observed(Tracer tracer) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        return new Observed(MoveObservations.of(registry));
    }

    @Test
    void spans_byOpenTelemetry_areOneTraceForEachMove() {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build();
                Observed observed =
                        observed(new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {}))) {
            observed.db.moveTo("i-0b");
            assertThatThrownBy(() -> observed.db.moveTo("i-0dead")).isInstanceOf(RefusedException.class);
            assertThatTheyAreTwoTraces(exporter.getFinishedSpanItems());
        }
    }

    private static void assertThatTheyAreTwoTraces(List<SpanData> spans) {
        SpanData move = spans.stream()
                .filter(span -> span.getName().equals("vip move"))
                .findFirst()
                .orElseThrow();
        assertThat(spans.subList(0, spans.indexOf(move)))
                .extracting(SpanData::getName)
                .startsWith("vip planned", "vip host ready", "vip assigned", "vip verified");
        assertThat(spans.subList(0, spans.indexOf(move)))
                .allSatisfy(step -> assertThat(step.getParentSpanId()).isEqualTo(move.getSpanId()));
        assertThat(move.getAttributes().get(AttributeKey.stringKey("vip.target")))
                .isEqualTo("i-0b");
        assertThat(move.getAttributes().get(AttributeKey.stringKey("outcome"))).isEqualTo("moved");
        SpanData refused = spans.get(spans.size() - 1);
        assertThat(refused.getName()).isEqualTo("vip move");
        assertThat(refused.getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
        assertThat(refused.getTraceId()).isNotEqualTo(move.getTraceId());
    }

    @Test
    void spans_byBrave_areOneTrace() {
        List<MutableSpan> spans = new CopyOnWriteArrayList<>();
        try (Tracing tracing = Tracing.newBuilder()
                        .addSpanHandler(new SpanHandler() {
                            @Override
                            public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                                return spans.add(span);
                            }
                        })
                        .build();
                Observed observed = observed(new BraveTracer(
                        tracing.tracer(),
                        new BraveCurrentTraceContext(tracing.currentTraceContext()),
                        new BraveBaggageManager()))) {
            observed.db.moveTo("i-0b");
        }

        MutableSpan move = spans.get(spans.size() - 1);
        assertThat(move.name()).isEqualTo("vip move");
        assertThat(move.tag("vip.addresses")).isEqualTo(Observed.VIP);
        assertThat(move.tag("effect")).isEqualTo("applied");
        assertThat(spans.subList(0, spans.size() - 1))
                .extracting(MutableSpan::name)
                .startsWith("vip planned", "vip host ready", "vip assigned", "vip verified");
        assertThat(spans.subList(0, spans.size() - 1))
                .allSatisfy(step -> assertThat(step.parentId()).isEqualTo(move.id()));
    }
}
