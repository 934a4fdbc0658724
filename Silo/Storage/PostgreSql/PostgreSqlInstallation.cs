using System.Security.Cryptography;
using Npgsql;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>The secret that all processes of an installation share, as PostgreSQL keeps it.</summary>
internal static class PostgreSqlInstallation
{
    /// <summary>Returns the secret, drawn now if there is none. Of several processes that start at once, all get that of the first.</summary>
    public static InstallationSecret ReadSecret(NpgsqlConnection connection)
    {
        using var insert = new NpgsqlCommand("INSERT INTO installation(id, secret) VALUES(1, $1) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.Add(new NpgsqlParameter { Value = RandomNumberGenerator.GetBytes(InstallationSecret.Length) });
        insert.ExecuteNonQuery();
        using var read = new NpgsqlCommand("SELECT secret FROM installation", connection);
        return new InstallationSecret((byte[])read.ExecuteScalar()!);
    }
}
