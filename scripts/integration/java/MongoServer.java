// A server that speaks MongoDB's protocol, with an oplog and so with change streams: java MongoServer.java PORT
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

public final class MongoServer {
  public static void main(final String[] arguments) throws Exception {
    final de.bwaldvogel.mongo.MongoServer server =
        new de.bwaldvogel.mongo.MongoServer(new MemoryBackend());
    server.enableOplog();
    server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
    Thread.currentThread().join();
  }
}
