using RetailPulse.Silo;

return await StartUp.GuardAsync(async () =>
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddRetailPulseSilo();
    await builder.Build().RunAsync();
    return Environment.ExitCode;
});
