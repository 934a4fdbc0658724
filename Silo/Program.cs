using RetailPulse.Silo;

return await StartUp.GuardAsync(async signals =>
{
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddRetailPulseSilo();
    return await StartUp.RunAsync(builder.Build(), signals);
});
