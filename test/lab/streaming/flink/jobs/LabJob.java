import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ParameterTool;

/** A source, a map that counts what it saw and can be made slow, skewed, failing or bad at checkpoints, and a sink. Its arguments choose the fault. */
public final class LabJob {
  public static void main(String[] arguments) throws Exception {
    ParameterTool given = ParameterTool.fromArgs(arguments);
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    flink.disableOperatorChaining();
    DataStream<String> records = source(flink, given);
    if (given.has("skew")) records = records.keyBy(record -> record.hashCode() % 100 < 95 ? 0 : record.hashCode());
    else if (given.has("rebalance")) records = records.rebalance();
    records
        .map(new Counting(given))
        .uid("counting")
        .name("counting")
        .sinkTo(new DiscardingSink<>())
        .uid("store")
        .name("store");
    flink.execute(given.get("name", "lab"));
  }

  private static DataStream<String> source(StreamExecutionEnvironment flink, ParameterTool given) {
    if (given.has("topic")) {
      KafkaSource<String> kafka =
          KafkaSource.<String>builder()
              .setBootstrapServers(given.get("brokers"))
              .setTopics(given.get("topic"))
              .setGroupId(given.get("group"))
              .setStartingOffsets(OffsetsInitializer.earliest())
              .setValueOnlyDeserializer(new SimpleStringSchema())
              .build();
      return flink.fromSource(kafka, WatermarkStrategy.noWatermarks(), "kafka-in").uid("in");
    }
    String padding = "x".repeat(given.getInt("pad", 0));
    GeneratorFunction<Long, String> record = number -> number + padding;
    RateLimiterStrategy rate =
        given.has("rate") ? RateLimiterStrategy.perSecond(given.getDouble("rate")) : RateLimiterStrategy.noOp();
    long count = given.getLong("count", Long.MAX_VALUE);
    DataGeneratorSource<String> generator = new DataGeneratorSource<>(record, count, rate, Types.STRING);
    return flink.fromSource(generator, WatermarkStrategy.noWatermarks(), "generator").uid("in");
  }

  private static final class Counting extends RichMapFunction<String, String> implements CheckpointedFunction {
    private final long sleepMs;
    private final long failEvery;
    private final long checkpointSleepMs;
    private final long firstCheckpointSleepMs;
    private final long openSleepMs;
    private long seen;
    private long seenNow;
    private transient ListState<Long> counted;

    Counting(ParameterTool given) {
      sleepMs = given.getLong("sleepMs", 0);
      failEvery = given.getLong("failEvery", 0);
      checkpointSleepMs = given.getLong("checkpointSleepMs", 0);
      firstCheckpointSleepMs = given.getLong("firstCheckpointSleepMs", 0);
      openSleepMs = given.getLong("openSleepMs", 0);
    }

    @Override
    public void open(OpenContext context) throws Exception {
      if (openSleepMs > 0) Thread.sleep(openSleepMs);
      seenNow = 0;
    }

    @Override
    public String map(String record) throws Exception {
      seen += 1;
      seenNow += 1;
      if (failEvery > 0 && seenNow > failEvery) {
        throw new IllegalStateException("entity user_8812345 has no feature 'home_price' in group listings");
      }
      if (sleepMs > 0) Thread.sleep(sleepMs);
      return record;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      if (checkpointSleepMs > 0) Thread.sleep(checkpointSleepMs);
      if (firstCheckpointSleepMs > 0 && context.getCheckpointId() == 1) Thread.sleep(firstCheckpointSleepMs);
      counted.update(List.of(seen));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      counted = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("counted", Types.LONG));
      for (long one : counted.get()) seen += one;
      if (context.isRestored()) System.out.println("restored a count of " + seen);
    }
  }
}
