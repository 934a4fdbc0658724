using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>A connection that stays open and caches its compiled statements. Not thread-safe.</summary>
/// <remarks>
/// Opening a connection, configuring it and compiling a query takes longer than most queries. After a failure, dispose the session, which
/// also ends its transaction.
/// </remarks>
internal sealed class SqliteSession(string connectionString) : IDisposable
{
    private readonly SqliteConnection connection = Open(connectionString);

    private readonly Dictionary<string, SqliteCommand> commands = [];
    private readonly Dictionary<string, SqliteStatement> statements = [];

    /// <summary>Runs <paramref name="write"/> in a transaction, which is on disk when this method returns.</summary>
    public T InTransaction<T>(Func<SqliteSession, T> write)
    {
        Execute("BEGIN IMMEDIATE");
        var result = write(this);
        Execute("COMMIT");
        return result;
    }

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public int Execute(string text, params ReadOnlySpan<(string Name, object? Value)> values) => Bind(text, values).ExecuteNonQuery();

    public List<T> Query<T>(string text, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Bind(text, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Returns a compiled statement, for statements that run once for each of thousands of rows.</summary>
    public SqliteStatement Prepare(string text)
    {
        if (!statements.TryGetValue(text, out var statement))
            statements[text] = statement = new SqliteStatement(connection.Handle!, text);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        foreach (var command in commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = SqliteConnections.Open(
            new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString)
        );
        SqliteFunctions.AddTo(connection);
        return connection;
    }

    private SqliteCommand Bind(string text, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!commands.TryGetValue(text, out var command))
        {
            commands[text] = command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var (name, _) in values)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        return command;
    }
}
