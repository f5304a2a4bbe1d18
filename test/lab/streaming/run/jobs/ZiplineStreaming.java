import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lab's job as it is deployed: whoever starts its jar gives no arguments, they are inside. */
public final class ZiplineStreaming {
  public static void main(String[] given) throws Exception {
    List<String> arguments = new ArrayList<>();
    try (var inside = ZiplineStreaming.class.getResourceAsStream("/arguments.txt")) {
      new String(inside.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(arguments::add);
    }
    arguments.addAll(List.of(given));
    LabJob.main(arguments.toArray(new String[0]));
  }
}
